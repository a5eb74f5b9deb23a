namespace ConvNotebooks.Interactive;

/// <summary>The first channels of one image, at a size that a picture can show: the means of square blocks where it is large.</summary>
internal static class Planes
{
    /// <summary>Takes channels out of a tensor.</summary>
    /// <param name="tensor">The values.</param>
    /// <param name="who">Who asks, for the error.</param>
    /// <param name="image">The image, from 0.</param>
    /// <param name="channels">How many channels, from the first.</param>
    /// <param name="longest">The most pixels along a side of the result.</param>
    /// <returns>The planes, [1, channels, H/factor, W/factor], and the factor.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The image is outside the minibatch.</exception>
    public static (Tensor Planes, int Factor) Of(Tensor tensor, string who, int image, int channels, int longest)
    {
        var shape = tensor.Shape;
        if ((uint)image >= (uint)shape.N)
        {
            throw new ArgumentOutOfRangeException(nameof(image), image,
                $"{who}: image {image} came, and the minibatch has {shape.N}. Give 0 to {shape.N - 1}.");
        }

        var factor = (Math.Max(shape.W, shape.H) + longest - 1) / longest;
        var planes = new Tensor(1, channels, (shape.H + factor - 1) / factor, (shape.W + factor - 1) / factor);
        var to = planes.Edit();
        var from = tensor.Values.Slice(image * shape.C * shape.H * shape.W, channels * shape.H * shape.W);
        var next = 0;
        for (var c = 0; c < channels; c++)
            for (var y = 0; y < planes.Shape.H; y++)
                for (var x = 0; x < planes.Shape.W; x++)
                    to[next++] = Mean(from.Slice(c * shape.H * shape.W, shape.H * shape.W), shape, x * factor, y * factor, factor);
        return (planes, factor);
    }

    private static float Mean(ReadOnlySpan<float> plane, TensorShape shape, int left, int top, int factor)
    {
        if (factor == 1)
            return plane[top * shape.W + left];
        var sum = 0.0;
        int right = Math.Min(shape.W, left + factor), bottom = Math.Min(shape.H, top + factor);
        for (var y = top; y < bottom; y++)
            for (var x = left; x < right; x++)
                sum += plane[y * shape.W + x];
        return (float)(sum / ((right - left) * (bottom - top)));
    }
}
