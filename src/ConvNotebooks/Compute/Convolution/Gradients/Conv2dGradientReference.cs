namespace ConvNotebooks.Routines;

/// <summary>
/// The gradients of a convolution as they are defined, each number one chain of fused multiply-adds from +0; the yardstick of
/// the fast routines.
/// </summary>
internal static class Conv2dGradientReference
{
    /// <summary>
    /// dx [N, C, H, W]: over the group's filters, then over the output rows and columns whose windows see the pixel, in order
    /// (so that the filter's taps go from the last to the first).
    /// </summary>
    public static void Input(in ConvProblem p, ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx)
    {
        for (var i = 0; i < p.InputLength; i++)
        {
            var (n, c, iy, ix) = (i / p.Plane / p.Channels, i / p.Plane % p.Channels, i / p.Width % p.Height, i % p.Width);
            var g = c / p.GroupChannels;
            var sum = 0f;
            for (var k = g * p.GroupFilters; k < (g + 1) * p.GroupFilters; k++)
            {
                for (var fy = p.FilterHeight - 1; fy >= 0; fy--)
                {
                    for (var fx = p.FilterWidth - 1; fx >= 0; fx--)
                    {
                        var (ty, tx) = (iy + p.PadTop - fy * p.DilationH, ix + p.PadLeft - fx * p.DilationW);
                        if (ty < 0 || tx < 0 || ty % p.StrideH != 0 || tx % p.StrideW != 0)
                            continue;
                        var (oy, ox) = (ty / p.StrideH, tx / p.StrideW);
                        if (oy >= p.OutHeight || ox >= p.OutWidth)
                            continue;
                        sum = MathF.FusedMultiplyAdd(
                            w[((k * p.GroupChannels + c % p.GroupChannels) * p.FilterHeight + fy) * p.FilterWidth + fx],
                            dy[((n * p.Filters + k) * p.OutHeight + oy) * p.OutWidth + ox],
                            sum);
                    }
                }
            }

            dx[i] = sum;
        }
    }

    /// <summary>dw [K, C/groups, FH, FW]: over the images, then over the output rows and columns whose tap is not padding.</summary>
    public static void Filters(in ConvProblem p, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw)
    {
        for (var i = 0; i < p.FilterLength; i++)
        {
            var (k, c) = (i / p.Taps, i / p.WindowTaps % p.GroupChannels);
            var (fy, fx) = (i / p.FilterWidth % p.FilterHeight, i % p.FilterWidth);
            var channel = k / p.GroupFilters * p.GroupChannels + c;
            var sum = 0f;
            for (var n = 0; n < p.Batch; n++)
            {
                for (var oy = 0; oy < p.OutHeight; oy++)
                {
                    for (var ox = 0; ox < p.OutWidth; ox++)
                    {
                        var (iy, ix) = (oy * p.StrideH - p.PadTop + fy * p.DilationH, ox * p.StrideW - p.PadLeft + fx * p.DilationW);
                        if (iy < 0 || iy >= p.Height || ix < 0 || ix >= p.Width)
                            continue;
                        sum = MathF.FusedMultiplyAdd(
                            dy[((n * p.Filters + k) * p.OutHeight + oy) * p.OutWidth + ox],
                            x[((n * p.Channels + channel) * p.Height + iy) * p.Width + ix],
                            sum);
                    }
                }
            }

            dw[i] = sum;
        }
    }

    /// <summary>db [K]: the sum of dy over the images, rows and columns, in order.</summary>
    public static void Biases(in ConvProblem p, ReadOnlySpan<float> dy, Span<float> db)
    {
        for (var k = 0; k < p.Filters; k++)
        {
            var sum = 0f;
            for (var n = 0; n < p.Batch; n++)
                for (var pixel = 0; pixel < p.OutPlane; pixel++)
                    sum += dy[(n * p.Filters + k) * p.OutPlane + pixel];
            db[k] = sum;
        }
    }
}
