namespace ConvNotebooks.Routines;

/// <summary>
/// The gradients of a convolution whose every position has weights of its own, each number one chain of fused multiply-adds
/// from +0; the yardstick of the fast routines. Biases are summed as in <see cref="DenseGradientReference.Biases"/>.
/// </summary>
internal static class LocallyConnectedGradientReference
{
    /// <summary>dx [N, C, H, W]: over the filters, then over the output rows and columns whose windows see the pixel, in order.</summary>
    public static void Input(in ConvProblem p, ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx)
    {
        dx.Clear();
        for (var n = 0; n < p.Batch; n++)
        {
            for (var k = 0; k < p.Filters; k++)
            {
                for (var position = 0; position < p.OutPlane; position++)
                {
                    for (var tap = 0; tap < p.Taps; tap++)
                    {
                        if (Pixel(p, n, tap, position) is { } i)
                        {
                            dx[i] = MathF.FusedMultiplyAdd(
                                w[(k * p.Taps + tap) * p.OutPlane + position],
                                dy[(n * p.Filters + k) * p.OutPlane + position],
                                dx[i]);
                        }
                    }
                }
            }
        }
    }

    /// <summary>dw [K, C·FH·FW, OH, OW]: over the images, in order; 0 where the tap is padding.</summary>
    public static void Weights(in ConvProblem p, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw)
    {
        for (var i = 0; i < dw.Length; i++)
        {
            var (k, tap, position) = (i / p.OutPlane / p.Taps, i / p.OutPlane % p.Taps, i % p.OutPlane);
            var sum = 0f;
            for (var n = 0; n < p.Batch; n++)
            {
                if (Pixel(p, n, tap, position) is { } pixel)
                    sum = MathF.FusedMultiplyAdd(dy[(n * p.Filters + k) * p.OutPlane + position], x[pixel], sum);
            }

            dw[i] = sum;
        }
    }

    /// <summary>Where the pixel of a tap is in the input; null for padding.</summary>
    private static int? Pixel(in ConvProblem p, int n, int tap, int position)
    {
        var (c, fy, fx) = (tap / p.WindowTaps, tap / p.FilterWidth % p.FilterHeight, tap % p.FilterWidth);
        var iy = position / p.OutWidth * p.StrideH - p.PadTop + fy * p.DilationH;
        var ix = position % p.OutWidth * p.StrideW - p.PadLeft + fx * p.DilationW;
        return iy >= 0 && iy < p.Height && ix >= 0 && ix < p.Width ? ((n * p.Channels + c) * p.Height + iy) * p.Width + ix : null;
    }
}
