namespace ConvNotebooks.Routines;

/// <summary>The filters' side of Winograd's F(4x4, 3x3): U = G w Gᵀ, in float64, rounded once.</summary>
internal static class WinogradFilters
{
    private static readonly double[,] G =
    {
        { 1.0 / 4, 0, 0 },
        { -1.0 / 6, -1.0 / 6, -1.0 / 6 },
        { -1.0 / 6, 1.0 / 6, -1.0 / 6 },
        { 1.0 / 24, 1.0 / 12, 1.0 / 6 },
        { 1.0 / 24, -1.0 / 12, 1.0 / 6 },
        { 0, 0, 1 },
    };

    /// <summary>From w [K, C, 3, 3] to [36, K, C], K and C filled up with zeros to whole blocks.</summary>
    public static float[] Transform(in ConvProblem p, ReadOnlySpan<float> w)
    {
        const int Block = PackedFilters.Block, Size = Conv2dWinograd.Size;
        var (channels, filters) = (BlockedActivations.Blocks(p.Channels) * Block, BlockedActivations.Blocks(p.Filters) * Block);
        var transformed = new float[Conv2dWinograd.Places * channels * filters];
        Span<double> half = stackalloc double[Size * 3];
        for (var k = 0; k < p.Filters; k++)
        {
            for (var c = 0; c < p.Channels; c++)
            {
                var filter = w.Slice((k * p.Channels + c) * 9, 9);
                for (var i = 0; i < Size; i++)
                    for (var x = 0; x < 3; x++)
                        half[i * 3 + x] = G[i, 0] * filter[x] + G[i, 1] * filter[3 + x] + G[i, 2] * filter[6 + x];
                for (var i = 0; i < Size; i++)
                {
                    for (var j = 0; j < Size; j++)
                    {
                        var value = half[i * 3] * G[j, 0] + half[i * 3 + 1] * G[j, 1] + half[i * 3 + 2] * G[j, 2];
                        transformed[((i * Size + j) * filters + k) * channels + c] = (float)value;
                    }
                }
            }
        }

        return transformed;
    }
}
