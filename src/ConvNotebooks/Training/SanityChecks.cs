using System.Globalization;

namespace ConvNotebooks;

/// <summary>
/// The checks that CS231n makes before and during training, each of which leaves the network as it was; the gradient check is
/// <see cref="GradientCheck"/>.
/// </summary>
/// <remarks>Source: CS231n, "Neural Networks Part 3", sections "Sanity checks" and "Babysitting the learning process".</remarks>
public static class SanityChecks
{
    /// <summary>
    /// The loss before any training. A network that knows nothing gives every class the same score: its softmax loss is
    /// ln(classes), and its hinge loss classes − 1.
    /// </summary>
    /// <param name="network">The untrained network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="images">A minibatch, [N, C, H, W].</param>
    /// <param name="labels">The class of each image.</param>
    /// <exception cref="ShapeException">Images or labels do not fit the network.</exception>
    public static InitialLossReport InitialLoss(Network network, Loss loss, Tensor images, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        var logits = network.Predict(images);
        // What equal scores cost; that of mean squared errors depends on how high they are, and 0 is what they begin with.
        return new(loss.Forward(logits, labels), loss.Forward(new Tensor(logits.Shape), labels));
    }

    /// <summary>Whether the network learns a few images by heart: one that cannot has a mistake in it, or too small a rate.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="optimizer">The optimizer, before its first step; it is used up.</param>
    /// <param name="images">A few images, such as 20, [N, C, H, W].</param>
    /// <param name="labels">The class of each image.</param>
    /// <param name="steps">Steps at most.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="ShapeException">Images or labels do not fit the network.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the network is as it was.</exception>
    public static OverfitReport Overfit(Network network, Loss loss, Optimizer optimizer, Tensor images, ReadOnlySpan<int> labels,
        int steps = 300, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(images);
        var pass = new TrainingPass(network, images.Shape.N);
        var before = new WeightSnapshot(network);
        try
        {
            double value = 0, accuracy = 0;
            for (var step = 0; step < Sizes.AtLeastOne(steps, nameof(SanityChecks), nameof(steps)); step++)
            {
                cancellation.ThrowIfCancellationRequested();
                pass.Forward(images, step);
                value = loss.Forward(pass.Output, labels, pass.OutputGradient);
                accuracy = (double)Scores.Right(pass.Output, labels) / labels.Length;
                if (accuracy == 1)
                    return new(step, value, accuracy);
                pass.Backward();
                optimizer.Step(pass.Learned);
            }

            return new(steps, value, accuracy);
        }
        finally
        {
            before.Restore();
        }
    }

    /// <summary>
    /// How much one step changes each learned tensor: the norm of the change over the norm of the values. About 1e-3 is right
    /// for weights; far more is too large a learning rate, far less too small a one.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="optimizer">The optimizer, before its first step; it is used up.</param>
    /// <param name="images">A minibatch, [N, C, H, W].</param>
    /// <param name="labels">The class of each image.</param>
    /// <returns>The ratio by the tensor's name; infinite for tensors of zeros that change, such as new biases.</returns>
    /// <exception cref="ShapeException">Images or labels do not fit the network.</exception>
    public static IReadOnlyDictionary<string, double> UpdateRatios(
        Network network, Loss loss, Optimizer optimizer, Tensor images, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(images);
        var pass = new TrainingPass(network, images.Shape.N);
        var before = new WeightSnapshot(network);
        try
        {
            pass.Forward(images);
            loss.Forward(pass.Output, labels, pass.OutputGradient);
            pass.Backward();
            optimizer.Step(pass.Learned);
            return new OrderedDictionary<string, double>(pass.Learned.Select(t => KeyValuePair.Create(t.Name, Ratio(before[t.Name].Values, t.Value.Values))));
        }
        finally
        {
            before.Restore();
        }
    }

    /// <summary>
    /// The share of each rectifier's depth slices that are 0 at every place of every image: a filter or neuron that never fires
    /// learns nothing any more. Too large a learning rate kills them.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="images">Images, as many as can be, [N, C, H, W].</param>
    /// <returns>The share by the rectifier's name, from 0 to 1.</returns>
    /// <exception cref="ShapeException">The images do not fit the network.</exception>
    public static IReadOnlyDictionary<string, double> DeadRectifiers(Network network, Tensor images)
    {
        ArgumentNullException.ThrowIfNull(network);
        var pass = network.Forward(images);
        return new OrderedDictionary<string, double>(network.Stages.Where(s => s.Layer is ReLU).Select(s => KeyValuePair.Create(s.Name, Dead(pass[s.Name]))));
    }

    private static double Dead(Tensor volume)
    {
        var dead = 0;
        var pixels = volume.Shape.H * volume.Shape.W;
        for (var c = 0; c < volume.Shape.C; c++)
        {
            var fires = false;
            for (var n = 0; n < volume.Shape.N && !fires; n++)
                fires = volume.Values.Slice((n * volume.Shape.C + c) * pixels, pixels).ContainsAnyExcept(0f);
            dead += fires ? 0 : 1;
        }

        return (double)dead / volume.Shape.C;
    }

    private static double Ratio(ReadOnlySpan<float> before, ReadOnlySpan<float> after)
    {
        double change = 0, size = 0;
        for (var i = 0; i < before.Length; i++)
        {
            change += ((double)after[i] - before[i]) * ((double)after[i] - before[i]);
            size += (double)before[i] * before[i];
        }

        return change == 0 ? 0 : Math.Sqrt(change / size);
    }
}

/// <summary>The loss of an untrained network.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Expected">The loss of equal scores: ln(classes) with softmax.</param>
public sealed record InitialLossReport(double Loss, double Expected)
{
    /// <summary>Whether the loss is within a factor of two of what is expected: initial weights are not too large.</summary>
    public bool Passed => Loss > Expected / 2 && Loss < Expected * 2;

    /// <summary>The figures in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"initial loss {Loss:0.000}, {Expected:0.000} expected: {(Passed ? "as it should be" : "the initial weights or the images are too large or too small")}");
}

/// <summary>Whether a few images were learned by heart.</summary>
/// <param name="Steps">Steps made.</param>
/// <param name="Loss">The loss after them.</param>
/// <param name="Accuracy">The share of the images whose class was found.</param>
public sealed record OverfitReport(int Steps, double Loss, double Accuracy)
{
    /// <summary>Whether all of them were.</summary>
    public bool Passed => Accuracy == 1;

    /// <summary>The figures in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"accuracy {Accuracy:0.0%} on the images learned from, loss {Loss:0.000} after {Steps} steps: {(Passed ? "as it should be" : "the learning rate is too small or too large, or there is a mistake")}");
}
