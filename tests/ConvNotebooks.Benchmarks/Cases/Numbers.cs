namespace ConvNotebooks.Benchmarks;

/// <summary>
/// Inputs and weights of every contestant: number i of stream s is a hash of i and s, so that a child process makes the same
/// ones without a file. Multiples of 2^-24 in [-0.5, 0.5), which are exact in float32.
/// </summary>
internal static class Numbers
{
    /// <summary>Streams, one for each array of a case.</summary>
    public const uint Input = 1, Filters = 2, Biases = 3, OutputGradient = 4;

    public static float[] Of(uint stream, int length)
    {
        var values = GC.AllocateUninitializedArray<float>(length, pinned: true);
        for (var i = 0; i < values.Length; i++)
            values[i] = At(stream, (uint)i);
        return values;
    }

    // The finaliser of MurmurHash3 (Appleby, public domain): every bit of the index reaches every bit of the result.
    private static float At(uint stream, uint index)
    {
        var h = index + stream * 0x9E3779B9;
        h = (h ^ (h >> 16)) * 0x85EBCA6B;
        h = (h ^ (h >> 13)) * 0xC2B2AE35;
        h ^= h >> 16;
        return (h >> 8) * (1f / (1 << 24)) - 0.5f;
    }
}
