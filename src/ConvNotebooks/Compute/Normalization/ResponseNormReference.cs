namespace ConvNotebooks.Routines;

/// <summary>
/// Local response normalisation as it is defined, y = x·s^−β with s = k + α/n · Σ x² over the n channels around each, those
/// before the first and after the last left out; the yardstick of the fast routines. s^−β is e^(−β·ln s).
/// </summary>
internal static class ResponseNormReference
{
    public static void Forward(in ResponseNormProblem p, ReadOnlySpan<float> x, Span<float> y, Span<float> scales)
    {
        for (var i = 0; i < p.Length; i++)
        {
            var (pixel, c) = (i / (p.Channels * p.Pixels) * p.Channels * p.Pixels + i % p.Pixels, i / p.Pixels % p.Channels);
            var (from, to) = p.Window(c);
            var sum = 0f;
            for (var j = from; j < to; j++)
                sum = MathF.FusedMultiplyAdd(x[pixel + j * p.Pixels], x[pixel + j * p.Pixels], sum);
            scales[i] = MathF.FusedMultiplyAdd(sum, p.AlphaOverSize, p.K);
            y[i] = x[i] * Power(p, scales[i]);
        }
    }

    /// <summary>dx = dy·s^−β − 2·(α/n)·β·x · Σ dy·y/s over the outputs whose window has the channel.</summary>
    public static void Backward(in ResponseNormProblem p, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> scales,
        ReadOnlySpan<float> dy, Span<float> dx)
    {
        for (var i = 0; i < p.Length; i++)
        {
            var (pixel, c) = (i / (p.Channels * p.Pixels) * p.Channels * p.Pixels + i % p.Pixels, i / p.Pixels % p.Channels);
            var (from, to) = p.Seers(c);
            var sum = 0f;
            for (var j = from; j < to; j++)
            {
                var at = pixel + j * p.Pixels;
                sum += dy[at] * y[at] / scales[at];
            }

            dx[i] = MathF.FusedMultiplyAdd(p.Back * x[i], sum, dy[i] * Power(p, scales[i]));
        }
    }

    private static float Power(in ResponseNormProblem p, float scale) => Exponential.Exp(-p.Beta * Logarithm.Log(scale));
}

/// <summary>The sizes and constants of a local response normalisation: x [batch, channels, pixels].</summary>
internal readonly record struct ResponseNormProblem(int Batch, int Channels, int Pixels, int Size, float AlphaOverSize, float Beta, float K)
{
    public int Length => Batch * Channels * Pixels;

    /// <summary>−2·(α/n)·β.</summary>
    public float Back => -2 * AlphaOverSize * Beta;

    /// <summary>The channels that the output of a channel sees: first, and one past the last.</summary>
    public (int From, int To) Window(int c) => (Math.Max(0, c - Size / 2), Math.Min(Channels, c + (Size - 1) / 2 + 1));

    /// <summary>The outputs that see a channel: first, and one past the last.</summary>
    public (int From, int To) Seers(int c) => (Math.Max(0, c - (Size - 1) / 2), Math.Min(Channels, c + Size / 2 + 1));
}
