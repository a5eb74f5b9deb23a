namespace ConvNotebooks.Interactive;

/// <summary>What a network has learned and what its scores depend on, for the end of a cell.</summary>
public static class NetworkPictures
{
    /// <summary>The classes with the highest scores as bars, the highest first; scores pass through a softmax unless the network ends with one.</summary>
    /// <param name="activations">What a forward pass computed.</param>
    /// <param name="classes">The names of the classes, one a score.</param>
    /// <param name="count">How many to show, at least 1.</param>
    /// <param name="image">The image of the minibatch, from 0.</param>
    /// <exception cref="ShapeException">Another number of classes, or an output that is no depth column.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The image is outside the minibatch, or the count below 1.</exception>
    public static View Top(this Activations activations, IReadOnlyList<string> classes, int count = 5, int image = 0)
    {
        ArgumentNullException.ThrowIfNull(activations);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var output = activations.Output;
        if (output.Shape is not { H: 1, W: 1 } || output.Shape.C != classes.Count)
            throw new ShapeException($"Top: the output is {output.Shape}, and {classes.Count} classes came. Give one name for each of the scores of a depth column.");
        if ((uint)image >= (uint)output.Shape.N)
            throw new ArgumentOutOfRangeException(nameof(image), image, $"Top: image {image} came, and the minibatch has {output.Shape.N}. Give 0 to {output.Shape.N - 1}.");
        var shares = Shares.Of(activations.Network, output);
        return Invariant.Make(() => Views.TopScoresView.Of(shares, image, classes, count));
    }

    /// <summary>How the weights and biases of each layer are spread.</summary>
    /// <param name="network">The network.</param>
    public static View WeightHistograms(this Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Invariant.Make(() => Views.HistogramsView.Of("Weights and biases", [.. network.LearnedTensors().Select(t => (t.Name, t.Value))]));
    }

    /// <summary>How the gradients of the weights and biases are spread, as the last backward pass left them.</summary>
    /// <param name="network">The network.</param>
    public static View GradientHistograms(this Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Invariant.Make(() => Views.HistogramsView.Of("Gradients of weights and biases", [.. network.LearnedTensors().Select(t => (t.Name, t.Gradient))]));
    }

    /// <summary>An image beside its <see cref="Attribution.Saliency">saliency map</see>.</summary>
    /// <param name="network">The network; its parameters' gradients are overwritten.</param>
    /// <param name="image">One image, [1, C, H, W].</param>
    /// <param name="score">Which score, from 0: the class.</param>
    /// <exception cref="ShapeException">The image does not fit the network, or is not one image.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such score.</exception>
    public static Picture SaliencyMap(this Network network, Tensor image, int score)
    {
        var map = Attribution.Saliency(network, image, score);
        return Invariant.Make(() => AttributionPicture.Of(image, map, $"Saliency of score {score}", "size of its gradient at each pixel, the largest over the channels"));
    }

    /// <summary>An image beside its <see cref="Attribution.Occlusion">occlusion map</see>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="image">One image, [1, C, H, W].</param>
    /// <param name="score">Which score, from 0: the class.</param>
    /// <param name="size">Side of the patch, in pixels.</param>
    /// <param name="stride">Pixels from one patch to the next.</param>
    /// <exception cref="ShapeException">The image does not fit the network, or is not one image.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such score, or the patch is no part of the image.</exception>
    public static Picture OcclusionMap(this Network network, Tensor image, int score, int size, int stride = 1)
    {
        var map = Attribution.Occlusion(network, image, score, size, stride);
        return Invariant.Make(() => AttributionPicture.Of(image, map, $"Occlusion of score {score}", $"how far it falls when a patch of {size}x{size} is covered, stride {stride}; each value in the middle of its patch", size, stride));
    }

    /// <summary>The images of a data set that the network takes for another class, those it is surest of first.</summary>
    /// <param name="network">The network, ending in one score for each class.</param>
    /// <param name="data">The images, as the network takes them.</param>
    /// <param name="limit">The most images shown.</param>
    /// <exception cref="ShapeException">Images or classes do not fit the network.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public static Picture Misclassified(this Network network, Dataset data, int limit = 24)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        MapsPicture.AtLeastOne(limit, nameof(Misclassified));
        if (network.OutputShape != new Shape(1, 1, data.Classes.Count))
            throw new ShapeException($"Misclassified: the network ends with {network.OutputShape}, and {data.Name} has {data.Classes.Count} classes. End it with FC {data.Classes.Count}.");
        return Invariant.Make(() => MisclassifiedPicture.Of(network, data, limit));
    }

    /// <summary>A training run at a glance: loss and accuracy, and with a recorder learning rate, update ratios and filters over the epochs.</summary>
    /// <param name="history">The run.</param>
    /// <param name="recorder">What was recorded of it; null for the epochs alone.</param>
    public static View Dashboard(this TrainingHistory history, TrainingRecorder? recorder = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        return Invariant.Make(() => Views.DashboardView.Of(history, recorder));
    }
}
