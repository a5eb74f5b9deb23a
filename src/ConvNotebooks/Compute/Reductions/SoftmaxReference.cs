namespace ConvNotebooks.Routines;

/// <summary>
/// Softmax over the channels of each pixel: e^(x − max) over the sum of them, the sum one chain of additions in channel
/// order. A NaN anywhere in a depth column makes the whole column NaN.
/// </summary>
internal static class SoftmaxReference
{
    public static void Forward(int batch, int channels, int pixels, ReadOnlySpan<float> x, Span<float> y)
    {
        for (var n = 0; n < batch; n++)
        {
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var first = n * channels * pixels + pixel;
                var max = x[first];
                for (var c = 1; c < channels; c++)
                    max = x[first + c * pixels] > max || float.IsNaN(x[first + c * pixels]) ? x[first + c * pixels] : max;
                var sum = 0f;
                for (var c = 0; c < channels; c++)
                    sum += y[first + c * pixels] = Exponential.Exp(x[first + c * pixels] - max);
                for (var c = 0; c < channels; c++)
                    y[first + c * pixels] /= sum;
            }
        }
    }

    /// <summary>
    /// dx = y·(dy − Σ y·dy), from the softmax's output y: the sum over the channels of a pixel one chain of fused
    /// multiply-adds in channel order.
    /// </summary>
    public static void Gradient(int batch, int channels, int pixels, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
    {
        for (var n = 0; n < batch; n++)
        {
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var first = n * channels * pixels + pixel;
                var sum = 0f;
                for (var i = first; i < first + channels * pixels; i += pixels)
                    sum = MathF.FusedMultiplyAdd(y[i], dy[i], sum);
                for (var i = first; i < first + channels * pixels; i += pixels)
                    dx[i] = y[i] * (dy[i] - sum);
            }
        }
    }
}
