namespace ConvNotebooks.Interactive;

/// <summary>Which pixels of an image a score depends on.</summary>
public static class Attribution
{
    private const int MostAtOnce = 64;

    /// <summary>The saliency map: at each pixel the largest size, over the channels, of the score's gradient.</summary>
    /// <param name="network">The network; its parameters' gradients are overwritten.</param>
    /// <param name="image">One image, [1, C, H, W].</param>
    /// <param name="score">Which score, from 0: the class.</param>
    /// <returns>[1, 1, H, W].</returns>
    /// <remarks>Source: K. Simonyan, A. Vedaldi, A. Zisserman, "Deep inside convolutional networks" (2013).</remarks>
    /// <exception cref="ShapeException">The image does not fit the network, or is not one image.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such score.</exception>
    public static Tensor Saliency(Network network, Tensor image, int score)
    {
        One(image);
        var gradient = NetworkGradients.Of(network, image, score).Input;
        var map = new Tensor(1, 1, image.Shape.H, image.Shape.W);
        for (var y = 0; y < map.Shape.H; y++)
        {
            for (var x = 0; x < map.Shape.W; x++)
                map[0, 0, y, x] = Enumerable.Range(0, image.Shape.C).Max(c => Math.Abs(gradient[0, c, y, x]));
        }

        return map;
    }

    /// <summary>The occlusion map: how far the score falls when a square patch of the image is covered.</summary>
    /// <param name="network">The network.</param>
    /// <param name="image">One image, [1, C, H, W].</param>
    /// <param name="score">Which score, from 0: the class.</param>
    /// <param name="size">Side of the patch, in pixels.</param>
    /// <param name="stride">Pixels from one patch to the next.</param>
    /// <param name="cover">The value that covers it; the image's mean when left out.</param>
    /// <returns>[1, 1, rows, columns]: the score of the whole image less that with the patch covered.</returns>
    /// <remarks>Source: M. Zeiler, R. Fergus, "Visualizing and understanding convolutional networks" (2014).</remarks>
    /// <exception cref="ShapeException">The image does not fit the network, or is not one image.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such score, or the patch is no part of the image.</exception>
    public static Tensor Occlusion(Network network, Tensor image, int score, int size, int stride = 1, float? cover = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        One(image);
        var s = image.Shape;
        if (size < 1 || size > Math.Min(s.W, s.H) || stride < 1)
            throw new ArgumentOutOfRangeException(nameof(size), size, $"Occlusion: a patch of {size} at stride {stride} came. Give a size from 1 to {Math.Min(s.W, s.H)} and a stride of at least 1.");
        if ((uint)score >= (uint)network.OutputShape.Depth)
            throw new ArgumentOutOfRangeException(nameof(score), score, $"Occlusion: score {score} came, and the network ends with {network.OutputShape}. Give 0 to {network.OutputShape.Depth - 1}.");
        var filling = cover ?? (float)TensorSummary.Of(image.Values).Mean;
        var map = new Tensor(1, 1, (s.H - size) / stride + 1, (s.W - size) / stride + 1);
        var whole = network.Predict(image)[0, score, 0, 0];
        var places = map.Shape.H * map.Shape.W;
        for (var first = 0; first < places; first += MostAtOnce)
        {
            var count = Math.Min(MostAtOnce, places - first);
            var covered = new Tensor(count, s.C, s.H, s.W);
            for (var i = 0; i < count; i++)
                Cover(image, covered, i, (first + i) % map.Shape.W * stride, (first + i) / map.Shape.W * stride, size, filling);
            var scores = network.Predict(covered);
            for (var i = 0; i < count; i++)
                map[0, 0, (first + i) / map.Shape.W, (first + i) % map.Shape.W] = whole - scores[i, score, 0, 0];
        }

        return map;
    }

    private static void Cover(Tensor image, Tensor covered, int n, int left, int top, int size, float filling)
    {
        var s = image.Shape;
        var values = covered.Edit().Slice(n * s.C * s.H * s.W, s.C * s.H * s.W);
        image.Values.CopyTo(values);
        for (var row = 0; row < s.C * size; row++)
            values.Slice((row / size * s.H + top + row % size) * s.W + left, size).Fill(filling);
    }

    private static void One(Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Shape.N != 1)
            throw new ShapeException($"Attribution: {image.Shape} came, {image.Shape.N} images. Give one.");
    }
}
