namespace ConvNotebooks.Routines;

/// <summary>
/// A convolution whose every position has weights of its own: w [K, C·FH·FW, OH, OW], biases [K, OH, OW]. The chain of each
/// output is that of <see cref="Conv2dReference"/>.
/// </summary>
internal static class LocallyConnectedReference
{
    public static void Forward(in ConvProblem p, ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> bias, Span<float> y)
    {
        for (var n = 0; n < p.Batch; n++)
            for (var k = 0; k < p.Filters; k++)
                for (var oy = 0; oy < p.OutHeight; oy++)
                    for (var ox = 0; ox < p.OutWidth; ox++)
                        y[((n * p.Filters + k) * p.OutHeight + oy) * p.OutWidth + ox] = Output(p, x, w, bias, n, k, oy, ox);
    }

    private static float Output(in ConvProblem p, ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> bias,
        int n, int k, int oy, int ox)
    {
        var position = oy * p.OutWidth + ox;
        var sum = bias.IsEmpty ? 0 : bias[k * p.OutPlane + position];
        for (var c = 0; c < p.Channels; c++)
        {
            for (var fy = 0; fy < p.FilterHeight; fy++)
            {
                for (var fx = 0; fx < p.FilterWidth; fx++)
                {
                    var iy = oy * p.StrideH - p.PadTop + fy * p.DilationH;
                    var ix = ox * p.StrideW - p.PadLeft + fx * p.DilationW;
                    if (iy < 0 || iy >= p.Height || ix < 0 || ix >= p.Width)
                        continue;
                    var tap = (c * p.FilterHeight + fy) * p.FilterWidth + fx;
                    sum = MathF.FusedMultiplyAdd(
                        w[(k * p.Taps + tap) * p.OutPlane + position],
                        x[((n * p.Channels + c) * p.Height + iy) * p.Width + ix],
                        sum);
                }
            }
        }

        return sum;
    }
}
