using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// A network's forward and backward half on minibatches of one size, as training runs them step after step. Activations,
/// gradients and what layers keep from one half for the other are laid out once and used again: a step allocates nothing.
/// The outputs have the bits of <see cref="Network.Predict"/> where layers do the same in training as in inference.
/// </summary>
/// <remarks>A pass has one set of buffers: let one thread at a time run it.</remarks>
/// <example>
/// <code>
/// var pass = new TrainingPass(net, images: 32);
/// pass.Forward(batch.Images, step);
/// loss.Forward(pass.Output, batch.Labels, pass.OutputGradient);
/// pass.Backward();
/// optimizer.Step(pass.Learned);
/// </code>
/// </example>
public sealed class TrainingPass
{
    private readonly List<TrainingStep> steps = [];
    private readonly TrainingStep[] runs;
    private readonly TrainingVolume input;
    private readonly TrainingVolume?[] after;
    private readonly int[] stepOf;
    private readonly SeenTensors outputs, gradients;
    private bool ran;

    /// <summary>Lays out a pass.</summary>
    /// <param name="network">The network, of at least one layer; its parameters' gradients are what a pass computes.</param>
    /// <param name="images">Images in a minibatch, at least 1.</param>
    /// <param name="inputGradient">Whether the gradient with respect to the images is wanted too, as for a saliency map.</param>
    /// <exception cref="ShapeException">The network has no layers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one image, or volumes that exceed an array.</exception>
    public TrainingPass(Network network, int images, bool inputGradient = false)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Stages.Count == 0)
            throw new ShapeException("TrainingPass: the network has no layers to train. Add one to it first.");
        InputShape = new(images, network.InputShape);
        input = TrainingVolume.OfTensor(InputShape, inputGradient);
        var planner = new TrainingPlanner(network, steps);
        planner.Lay(input);
        (after, stepOf, runs) = (planner.After, planner.StepOf, ImageRun.Join(steps));
        (outputs, gradients) = (new(network, images), new(network, images));
        Activations = new(network, new Tensor(InputShape), OutputOf);
        Learned = network.LearnedTensors();
    }

    /// <summary>The network.</summary>
    public Network Network => Activations.Network;

    /// <summary>The axes of a minibatch.</summary>
    public TensorShape InputShape { get; }

    /// <summary>
    /// The output of every layer, overwritten by each forward half. Those inside the network are brought into a tensor when they
    /// are asked for: ask again after every forward half.
    /// </summary>
    public Activations Activations { get; }

    /// <summary>The last layer's output, overwritten by each forward half.</summary>
    public Tensor Output => after[^1]!.Tensor!;

    /// <summary>The gradient of the loss with respect to <see cref="Output"/>: write it between the halves.</summary>
    public Tensor OutputGradient => after[^1]!.TensorGradient!;

    /// <summary>The gradient with respect to the images; null unless it was asked for.</summary>
    public Tensor? InputGradient => input.TensorGradient;

    /// <summary>The network's learned tensors with their gradients, for an optimizer; see <see cref="Network.LearnedTensors"/>.</summary>
    public IReadOnlyList<LearnedTensor> Learned { get; }

    /// <summary>
    /// The gradient with respect to a layer's output, of the last backward half and before the next forward half. Gradients
    /// inside the network are brought into a tensor when they are asked for: ask again after every step.
    /// </summary>
    /// <param name="name">The layer's name, such as <c>conv1</c>.</param>
    /// <exception cref="KeyNotFoundException">No layer has that name; the message lists those there are.</exception>
    public Tensor Gradient(string name)
    {
        var stage = Network[name].Number - 1;
        return after[stage]?.TensorGradient ?? gradients.See(stage, ReadGradient);
    }

    /// <summary>The forward half: computes the output of every layer for a minibatch.</summary>
    /// <param name="minibatch">The images, [N, C, H, W] of <see cref="InputShape"/>; copied.</param>
    /// <param name="step">The training step, from 0: dropout's random numbers follow from it.</param>
    /// <returns><see cref="Output"/>, overwritten.</returns>
    /// <exception cref="ShapeException">The minibatch has other axes than the pass was made for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A step below 0.</exception>
    public Tensor Forward(Tensor minibatch, long step = 0)
    {
        ArgumentNullException.ThrowIfNull(minibatch);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        if (minibatch.Shape != InputShape)
        {
            throw new ShapeException($"TrainingPass: a minibatch of {minibatch.Shape} came; the pass was made for {InputShape}. "
                + $"Make a pass with images: {minibatch.Shape.N}, or give images of {Network.InputShape}.");
        }

        Activations.Input = minibatch;
        minibatch.Values.CopyTo(input.Tensor!.Edit());
        outputs.Forget();
        gradients.Forget();
        foreach (var run in runs)
            run.Forward(step);
        ran = true;
        return Output;
    }

    /// <summary>
    /// The backward half: from <see cref="OutputGradient"/> computes the gradients with respect to every parameter
    /// (<see cref="Parameter.Gradient"/>, overwritten), every layer's output, and the images if they were asked for.
    /// </summary>
    /// <exception cref="InvalidOperationException">No forward half has run.</exception>
    public void Backward()
    {
        if (!ran)
            throw new InvalidOperationException("TrainingPass: the backward half needs what the forward half computes. Call Forward first.");
        gradients.Forget();
        for (var i = runs.Length - 1; i >= 0; i--)
            runs[i].Backward();
    }

    private Tensor OutputOf(int stage) => after[stage]?.Tensor ?? outputs.See(stage, ReadOutput);

    private void ReadOutput(int stage, Tensor to)
    {
        if (after[stage] is { } volume)
            TrainingVolume.Copy(volume.Blocked!, to);
        else
            ((IJoinedSteps)steps[stepOf[stage]]).ReadInside(Inside(stage), to);
    }

    private void ReadGradient(int stage, Tensor to)
    {
        if (after[stage] is not { } volume)
            ((IJoinedSteps)steps[stepOf[stage]]).ReadGradientInside(Inside(stage), to);
        else if (volume.Rectified)
            ((IBlockedStep)volume.Reader!).ReadInputGradient(to);
        else
            TrainingVolume.Copy(volume.BlockedGradient!, to);
    }

    /// <summary>Which layer of its step a stage is, from 0.</summary>
    private int Inside(int stage) => stage - Array.IndexOf(stepOf, stepOf[stage]);
}
