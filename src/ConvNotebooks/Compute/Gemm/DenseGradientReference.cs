namespace ConvNotebooks.Routines;

/// <summary>
/// The gradients of a fully-connected layer as they are defined, each number one chain of fused multiply-adds from +0 (for a
/// bias, of additions); the yardstick of the fast routines.
/// </summary>
internal static class DenseGradientReference
{
    /// <summary>dx [N, inputs]: over the outputs, in order.</summary>
    public static void Input(in DenseProblem p, ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx)
    {
        for (var n = 0; n < p.Batch; n++)
        {
            for (var i = 0; i < p.Inputs; i++)
            {
                var sum = 0f;
                for (var o = 0; o < p.Outputs; o++)
                    sum = MathF.FusedMultiplyAdd(w[o * p.Inputs + i], dy[n * p.Outputs + o], sum);
                dx[n * p.Inputs + i] = sum;
            }
        }
    }

    /// <summary>dw [outputs, inputs]: over the images, in order.</summary>
    public static void Weights(in DenseProblem p, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw)
    {
        for (var o = 0; o < p.Outputs; o++)
        {
            for (var i = 0; i < p.Inputs; i++)
            {
                var sum = 0f;
                for (var n = 0; n < p.Batch; n++)
                    sum = MathF.FusedMultiplyAdd(x[n * p.Inputs + i], dy[n * p.Outputs + o], sum);
                dw[o * p.Inputs + i] = sum;
            }
        }
    }

    /// <summary>db [outputs]: the sum of dy over the images, in order.</summary>
    public static void Biases(in DenseProblem p, ReadOnlySpan<float> dy, Span<float> db)
    {
        for (var o = 0; o < p.Outputs; o++)
        {
            var sum = 0f;
            for (var n = 0; n < p.Batch; n++)
                sum += dy[n * p.Outputs + o];
            db[o] = sum;
        }
    }
}
