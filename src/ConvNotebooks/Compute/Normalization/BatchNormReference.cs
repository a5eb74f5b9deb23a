namespace ConvNotebooks.Routines;

/// <summary>
/// Batch normalisation as it is defined, on x [batch, channels, pixels]; the yardstick of the fast routines. A sum over a
/// channel is taken plane by plane: in a plane pixel i goes to chain i mod 16, the chains are added in halves (chain j + chain
/// j + 8, then + 4, + 2, + 1), and the planes' sums are added in float64, image by image.
/// </summary>
internal static class BatchNormReference
{
    /// <summary>Numbers in a plane that are added side by side.</summary>
    public const int Chains = 16;

    /// <summary>Per channel the mean and the (biased) variance.</summary>
    public static void Statistics(in NormSizes s, ReadOnlySpan<float> x, Span<float> mean, Span<float> variance)
    {
        for (var c = 0; c < s.Channels; c++)
        {
            mean[c] = (float)(Sum(s, c, x, default, 0, (value, _, _, sum) => sum + value) / s.Values);
            variance[c] = (float)(Sum(s, c, x, default, mean[c], (value, _, center, sum) => MathF.FusedMultiplyAdd(value - center, value - center, sum)) / s.Values);
        }
    }

    /// <summary>y = (x − mean)·factor + shift, the last two as one fused multiply-add.</summary>
    public static void Forward(in NormSizes s, ReadOnlySpan<float> x, ReadOnlySpan<float> mean, ReadOnlySpan<float> factor,
        ReadOnlySpan<float> shift, Span<float> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var c = i / s.Pixels % s.Channels;
            y[i] = MathF.FusedMultiplyAdd(x[i] - mean[c], factor[c], shift[c]);
        }
    }

    /// <summary>Per channel Σ dy, and Σ dy·(x − mean).</summary>
    public static void Sums(in NormSizes s, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> mean, Span<double> sums, Span<double> products)
    {
        for (var c = 0; c < s.Channels; c++)
        {
            sums[c] = Sum(s, c, dy, default, 0, (value, _, _, sum) => sum + value);
            products[c] = Sum(s, c, x, dy, mean[c], (value, gradient, center, sum) => MathF.FusedMultiplyAdd(value - center, gradient, sum));
        }
    }

    /// <summary>dx = factor·((x − mean)·slope + (dy − offset)), the sum a fused multiply-add.</summary>
    public static void Backward(in NormSizes s, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> mean,
        ReadOnlySpan<float> factor, ReadOnlySpan<float> slope, ReadOnlySpan<float> offset, Span<float> dx)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var c = i / s.Pixels % s.Channels;
            dx[i] = factor[c] * MathF.FusedMultiplyAdd(x[i] - mean[c], slope[c], dy[i] - offset[c]);
        }
    }

    private static double Sum(in NormSizes s, int channel, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, float center,
        Func<float, float, float, float, float> add)
    {
        var total = 0.0;
        Span<float> chains = stackalloc float[Chains];
        for (var n = 0; n < s.Batch; n++)
        {
            chains.Clear();
            for (var i = 0; i < s.Pixels; i++)
            {
                var at = (n * s.Channels + channel) * s.Pixels + i;
                chains[i % Chains] = add(x[at], dy.IsEmpty ? 0 : dy[at], center, chains[i % Chains]);
            }

            for (var half = Chains / 2; half > 0; half /= 2)
                for (var j = 0; j < half; j++)
                    chains[j] += chains[j + half];
            total += chains[0];
        }

        return total;
    }
}

/// <summary>The sizes of a normalisation: x [batch, channels, pixels].</summary>
internal readonly record struct NormSizes(int Batch, int Channels, int Pixels)
{
    public int Planes => Batch * Channels;

    /// <summary>Numbers of a channel.</summary>
    public double Values => (double)Batch * Pixels;

    public long Length => (long)Planes * Pixels;
}
