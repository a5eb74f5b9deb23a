namespace ConvNotebooks.Interactive;

/// <summary>Receptive fields on an image, both ways, for the end of a cell.</summary>
public static class ReceptiveFields
{
    /// <summary>What one neuron of a layer sees of an image.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer's name, such as <c>conv2</c>.</param>
    /// <param name="images">A minibatch of the network's input.</param>
    /// <param name="x">The neuron's column.</param>
    /// <param name="y">The neuron's row.</param>
    /// <param name="image">The image of the minibatch, from 0.</param>
    /// <exception cref="KeyNotFoundException">No layer has that name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such neuron or image.</exception>
    /// <exception cref="ShapeException">The images are not of the network's input volume.</exception>
    public static View Sees(this Network network, string layer, Tensor images, int x, int y, int image = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        var stage = network[layer];
        Check(network, images, image);
        Inside(nameof(Sees), layer, stage.Output, x, y);
        return Invariant.Make(() => Views.ReceptiveFieldView.OfNeuron(network, stage, images, image, (x, y)));
    }

    /// <summary>Which neurons of every layer one pixel of an image reaches.</summary>
    /// <param name="network">The network.</param>
    /// <param name="images">A minibatch of the network's input.</param>
    /// <param name="x">The pixel's column.</param>
    /// <param name="y">The pixel's row.</param>
    /// <param name="image">The image of the minibatch, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pixel or image.</exception>
    /// <exception cref="ShapeException">The images are not of the network's input volume.</exception>
    public static View Reaches(this Network network, Tensor images, int x, int y, int image = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        Check(network, images, image);
        Inside(nameof(Reaches), "the image", network.InputShape, x, y);
        return Invariant.Make(() => Views.ReceptiveFieldView.OfPixel(network, images, image, (x, y)));
    }

    private static void Check(Network network, Tensor images, int image)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Shape.Volume != network.InputShape)
            throw new ShapeException($"ReceptiveFields: images of {images.Shape.Volume} came, and the network begins with {network.InputShape}. Give images of {network.InputShape}.");
        if ((uint)image >= (uint)images.Shape.N)
            throw new ArgumentOutOfRangeException(nameof(image), image, $"ReceptiveFields: image {image} came, and the minibatch has {images.Shape.N}. Give 0 to {images.Shape.N - 1}.");
    }

    private static void Inside(string who, string where, Shape shape, int x, int y)
    {
        if ((uint)x >= (uint)shape.Width || (uint)y >= (uint)shape.Height)
            throw new ArgumentOutOfRangeException(nameof(x), (x, y), $"{who}: x {x}, y {y} came, and {where} is {shape}. Give x below {shape.Width}, y below {shape.Height}.");
    }
}
