namespace ConvNotebooks;

/// <summary>
/// Compares a network's gradients with central differences, (L(x + h) − L(x − h)) / 2h, at places drawn at random: the
/// check of a backward pass that CS231n asks for. The loss is summed in float64; activations are float32, so errors of about
/// 1e-3 are normal and errors of 1e-1 are mistakes.
/// </summary>
/// <remarks>
/// Where the slopes to the left and to the right differ, the loss has a kink between (a rectifier's zero, two equal pixels of
/// a pool), and no difference can be compared; h is made smaller, and then the place is left out and counted. Dropout keeps
/// its mask, as all passes are of one step. Source: CS231n, "Neural Networks Part 3", section "Gradient checks".
/// </remarks>
public static class GradientCheck
{
    private const double Step = 1.0 / 128, KinkSlope = 0.01;
    private const int Smaller = 3;

    /// <summary>Checks a network under a random loss, Σ r·y with r normal, on random images.</summary>
    /// <param name="network">The network; a layer alone is a network of one layer.</param>
    /// <param name="images">Images in the minibatch.</param>
    /// <param name="places">Places checked in each parameter, and in the images; all of them where there are fewer.</param>
    /// <param name="seed">The seed of images, loss and places.</param>
    /// <exception cref="ShapeException">The network has no layers.</exception>
    public static GradientReport Run(Network network, int images = 2, int places = 20, ulong seed = Network.DefaultSeed)
    {
        var pass = new TrainingPass(network, images, inputGradient: true);
        var random = new SeededRandom(seed, stream: 1UL << 60);
        var minibatch = random.Gaussian(pass.InputShape);
        var weights = random.Gaussian(pass.Output.Shape);
        return Run(pass, minibatch, places, random, Sum);

        double Sum(Tensor output, Tensor? gradient)
        {
            if (gradient is not null)
                weights.Values.CopyTo(gradient.Edit());
            var sum = 0.0;
            for (var i = 0; i < output.Values.Length; i++)
                sum += (double)weights.Values[i] * output.Values[i];
            return sum;
        }
    }

    /// <summary>Checks a network under the loss that it is trained with.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="minibatch">The images, [N, C, H, W]; not changed.</param>
    /// <param name="labels">The class of each image.</param>
    /// <param name="places">Places checked in each parameter, and in the images; all of them where there are fewer.</param>
    /// <param name="seed">The seed of the places.</param>
    /// <exception cref="ShapeException">The network has no layers, or images or labels do not fit it.</exception>
    public static GradientReport Run(Network network, Loss loss, Tensor minibatch, ReadOnlySpan<int> labels, int places = 20,
        ulong seed = Network.DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(minibatch);
        var pass = new TrainingPass(network, minibatch.Shape.N, inputGradient: true);
        var classes = labels.ToArray();
        return Run(pass, minibatch.Clone(), places, new SeededRandom(seed, stream: 1UL << 60),
            (output, gradient) => loss.Forward(output, classes, gradient));
    }

    private static GradientReport Run(
        TrainingPass pass, Tensor minibatch, int places, SeededRandom random, Func<Tensor, Tensor?, double> loss)
    {
        Sizes.AtLeastOne(places, nameof(GradientCheck), nameof(places));
        pass.Forward(minibatch);
        var value = loss(pass.Output, pass.OutputGradient);
        pass.Backward();
        var tensors = pass.Learned.Select(t => (t.Name, t.Value, t.Gradient))
            .Append((Name: "input", Value: minibatch, Gradient: pass.InputGradient!));
        return new([.. tensors.Select(t => Check(t.Name, t.Value, t.Gradient, value, places, random, () => loss(pass.Forward(minibatch), null)))]);
    }

    private static CheckedTensor Check(
        string name, Tensor tensor, Tensor gradient, double value, int places, SeededRandom random, Func<double> loss)
    {
        var order = Enumerable.Range(0, tensor.Values.Length).ToArray();
        random.Shuffle<int>(order);
        var largest = gradient.Values.ToArray().Max(Math.Abs);
        var kinks = 0;
        CheckedTensor? worst = null;
        foreach (var index in order.Take(places))
        {
            var derivative = (double)gradient.Values[index];
            if (Difference(tensor, index, value, derivative, 0.05 * largest, loss) is not { } difference)
            {
                kinks++;
                continue;
            }

            var error = Error(derivative, difference, 0.05 * largest);
            if (worst is null || !(error <= worst.Error))
                worst = new(name, 0, 0, error, index, derivative, difference);
        }

        return (worst ?? new(name, 0, 0, 0, -1, 0, 0)) with { Places = Math.Min(places, order.Length) - kinks, Kinks = kinks };
    }

    /// <summary>The central difference; null at a kink.</summary>
    private static double? Difference(Tensor tensor, int index, double value, double derivative, double small, Func<double> loss)
    {
        var x = tensor.Values[index];
        var h = (float)Step;
        for (var i = 0; i < Smaller; i++, h /= 4)
        {
            tensor.Edit()[index] = x + h;
            var (up, right) = (tensor.Values[index] - (double)x, loss());
            tensor.Edit()[index] = x - h;
            var (down, left) = ((double)x - tensor.Values[index], loss());
            tensor.Edit()[index] = x;
            var difference = (right - left) / (up + down);
            double rise = (right - value) / up, fall = (value - left) / down;
            if (Error(derivative, difference, small) < KinkSlope / 5 || Error(rise, fall, small) < KinkSlope)
                return difference;
        }

        return null;
    }

    private static double Error(double a, double b, double small)
    {
        var size = Math.Max(Math.Max(Math.Abs(a), Math.Abs(b)), small);
        return size == 0 ? 0 : Math.Abs(a - b) / size;
    }
}
