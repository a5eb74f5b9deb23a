namespace ConvNotebooks.Routines;

/// <summary>
/// A fully-connected layer as it is defined: every output is one chain of fused multiply-adds that starts from the bias
/// (or +0) and runs over the inputs in order.
/// </summary>
internal static class DenseReference
{
    public static void Forward(in DenseProblem p, ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> bias, Span<float> y)
    {
        for (var n = 0; n < p.Batch; n++)
        {
            for (var o = 0; o < p.Outputs; o++)
            {
                var sum = bias.IsEmpty ? 0 : bias[o];
                for (var i = 0; i < p.Inputs; i++)
                    sum = MathF.FusedMultiplyAdd(w[o * p.Inputs + i], x[n * p.Inputs + i], sum);
                y[n * p.Outputs + o] = sum;
            }
        }
    }
}
