namespace ConvNotebooks.Routines;

/// <summary>
/// Convolution as it is defined: every output is one chain of fused multiply-adds that starts from the bias (or +0) and
/// runs over the group's channels, the filter's rows, its columns. Taps that fall on padding are skipped. The yardstick of
/// every fast routine, which must give the same bits.
/// </summary>
internal static class Conv2dReference
{
    public static void Forward(in ConvProblem p, ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> bias, Span<float> y)
    {
        for (var n = 0; n < p.Batch; n++)
            for (var k = 0; k < p.Filters; k++)
                for (var oy = 0; oy < p.OutHeight; oy++)
                    for (var ox = 0; ox < p.OutWidth; ox++)
                        y[((n * p.Filters + k) * p.OutHeight + oy) * p.OutWidth + ox] = Output(p, x, w, bias, n, k, oy, ox);
    }

    /// <summary>One output: image n, filter k, row oy, column ox.</summary>
    public static float Output(in ConvProblem p, ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> bias,
        int n, int k, int oy, int ox)
    {
        var sum = bias.IsEmpty ? 0 : bias[k];
        var firstChannel = k / p.GroupFilters * p.GroupChannels;
        for (var c = 0; c < p.GroupChannels; c++)
        {
            for (var fy = 0; fy < p.FilterHeight; fy++)
            {
                for (var fx = 0; fx < p.FilterWidth; fx++)
                {
                    var iy = oy * p.StrideH - p.PadTop + fy * p.DilationH;
                    var ix = ox * p.StrideW - p.PadLeft + fx * p.DilationW;
                    if (iy < 0 || iy >= p.Height || ix < 0 || ix >= p.Width)
                        continue;
                    sum = MathF.FusedMultiplyAdd(
                        w[((k * p.GroupChannels + c) * p.FilterHeight + fy) * p.FilterWidth + fx],
                        x[((n * p.Channels + firstChannel + c) * p.Height + iy) * p.Width + ix],
                        sum);
                }
            }
        }

        return sum;
    }
}
