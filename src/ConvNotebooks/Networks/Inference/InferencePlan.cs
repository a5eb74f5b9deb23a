using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// A network made ready to run again and again on minibatches of one size: activations stay in the layout that the
/// vector routines read (16 channels side by side) from the first convolution to the last pooling; normalisations, residual
/// connections, rectifiers and 2x2 max-poolings join the convolution before them; the memory is laid out once. The outputs have the bits of <see cref="Network.Predict"/>.
/// </summary>
/// <remarks>A plan has one set of buffers: let one thread at a time run it, and make a plan for each thread.</remarks>
public sealed class InferencePlan
{
    private readonly Network network;
    private readonly PlanVolume input;
    private readonly List<PlanStep> steps = [];

    /// <summary>Makes a plan.</summary>
    /// <param name="network">The network; weights that change later are seen.</param>
    /// <param name="images">Images in a minibatch, at least 1.</param>
    /// <exception cref="ShapeException">The network has no layers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one image, or volumes that exceed an array.</exception>
    public InferencePlan(Network network, int images = 1)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Stages.Count == 0)
            throw new ShapeException("InferencePlan: the network has no layers to run. Add one to it first.");
        this.network = network;
        InputShape = new(images, network.InputShape);
        input = new(InputShape);
        Output = new InferencePlanner(network, steps).Lay(input).Tensor!;
    }

    /// <summary>The axes of a minibatch.</summary>
    public TensorShape InputShape { get; }

    /// <summary>The last layer's output, overwritten by each run.</summary>
    public Tensor Output { get; }

    /// <summary>The steps, in the order in which they run.</summary>
    internal IReadOnlyList<PlanStep> Steps => steps;

    /// <summary>Computes the last layer's output for a minibatch. Allocates nothing.</summary>
    /// <param name="minibatch">The images, [N, C, H, W] of <see cref="InputShape"/>.</param>
    /// <returns><see cref="Output"/>, overwritten.</returns>
    /// <exception cref="ShapeException">The minibatch has other axes than the plan was made for.</exception>
    public Tensor Run(Tensor minibatch)
    {
        ArgumentNullException.ThrowIfNull(minibatch);
        if (minibatch.Shape != InputShape)
        {
            throw new ShapeException($"InferencePlan: a minibatch of {minibatch.Shape} came; the plan was made for {InputShape}. "
                + $"Make a plan with images: {minibatch.Shape.N}, or give images of {network.InputShape}.");
        }

        input.Tensor = minibatch;
        Output.Edit();
        foreach (var step in steps)
            step.Run();
        return Output;
    }
}
