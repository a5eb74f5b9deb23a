namespace ConvNotebooks.Interactive;

/// <summary>A convolution's dot products, forward and backward, for the end of a cell.</summary>
public static class DotProducts
{
    /// <summary>How a convolutional layer of a network computes its outputs, beginning with one cell.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer's name, such as <c>conv1</c>.</param>
    /// <param name="images">A minibatch of the network's input.</param>
    /// <param name="x">The first cell's column.</param>
    /// <param name="y">The first cell's row.</param>
    /// <param name="d">The first cell's depth slice: the filter.</param>
    /// <param name="image">The image of the minibatch, from 0.</param>
    /// <exception cref="KeyNotFoundException">No layer has that name.</exception>
    /// <exception cref="InvalidCastException">The layer is no convolution.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The cell or the image is outside.</exception>
    public static DotProduct DotProduct(this Network network, string layer, Tensor images, int x = 0, int y = 0, int d = 0, int image = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new(network.Layer<Conv2d>(layer), Before(network, layer, images), image, new(x, y, d));
    }

    /// <summary>How a convolutional layer computes its outputs, beginning with one cell.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Its input, [N, C, H, W].</param>
    /// <param name="x">The first cell's column.</param>
    /// <param name="y">The first cell's row.</param>
    /// <param name="d">The first cell's depth slice: the filter.</param>
    /// <param name="image">The image of the minibatch, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cell or the image is outside.</exception>
    public static DotProduct DotProduct(this Conv2d layer, Tensor input, int x = 0, int y = 0, int d = 0, int image = 0)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input);
        return new(layer, input, image, new(x, y, d));
    }

    /// <summary>Where the gradient of one weight comes from: every output of its depth slice, times the input under the tap.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The convolutional layer's name.</param>
    /// <param name="images">A minibatch of the network's input; its first image is shown.</param>
    /// <param name="filter">The filter: the output's d.</param>
    /// <param name="channel">The channel of the filter.</param>
    /// <param name="x">The weight's column.</param>
    /// <param name="y">The weight's row.</param>
    /// <param name="outputGradient">The gradient with respect to the layer's output, of its axes; ones (the loss is the sum of all outputs) when left out.</param>
    /// <exception cref="KeyNotFoundException">No layer has that name.</exception>
    /// <exception cref="InvalidCastException">The layer is no convolution.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such weight.</exception>
    /// <exception cref="ShapeException">The output gradient has other axes.</exception>
    public static View WeightGradient(this Network network, string layer, Tensor images, int filter, int channel, int x, int y, Tensor? outputGradient = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        var flow = new GradientFlow(network.DotProduct(layer, images), outputGradient);
        return Invariant.Make(() => Views.GradientFlowView.OfWeight(flow, filter, channel, x, y));
    }

    /// <summary>Which outputs an input value of a convolutional layer reaches, with which weights, and the gradient that comes back.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The convolutional layer's name.</param>
    /// <param name="images">A minibatch of the network's input; its first image is shown.</param>
    /// <param name="channel">The channel of the layer's input.</param>
    /// <param name="x">The value's column.</param>
    /// <param name="y">The value's row.</param>
    /// <param name="outputGradient">The gradient with respect to the layer's output, of its axes; ones when left out.</param>
    /// <exception cref="KeyNotFoundException">No layer has that name.</exception>
    /// <exception cref="InvalidCastException">The layer is no convolution.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such value.</exception>
    /// <exception cref="ShapeException">The output gradient has other axes.</exception>
    public static View InputGradient(this Network network, string layer, Tensor images, int channel, int x, int y, Tensor? outputGradient = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        var flow = new GradientFlow(network.DotProduct(layer, images), outputGradient);
        return Invariant.Make(() => Views.GradientFlowView.OfInput(flow, channel, x, y));
    }

    private static Tensor Before(Network network, string layer, Tensor images)
    {
        var before = network[layer].From[0];
        return before == 0 ? images : network.Forward(images)[network.Stages[before - 1].Name];
    }
}
