using System.Runtime.CompilerServices;

namespace ConvNotebooks;

/// <summary>
/// Seeded random numbers that are the same on every machine and in every version of .NET: Philox4x32-10 of Salmon,
/// Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011). A counter is encrypted with the seed
/// as its key, so that streams are independent and any position can be reached at once.
/// </summary>
public sealed class SeededRandom
{
    private readonly uint[] block = new uint[4];
    private ulong counter;
    private int used = 4;

    /// <summary>Creates a generator at the start of a stream.</summary>
    /// <param name="seed">The seed, the key of the cipher.</param>
    /// <param name="stream">Which of the seed's independent streams: one for each layer, say.</param>
    public SeededRandom(ulong seed, ulong stream = 0) => (Seed, Stream) = (seed, stream);

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>Which of the seed's streams.</summary>
    public ulong Stream { get; private set; }

    /// <summary>How many times 32 bits were taken from the stream. Setting goes to that place: with the seed and the stream it
    /// is all there is to save.</summary>
    public ulong Position
    {
        get => 4 * counter - (ulong)(4 - used);
        set
        {
            (counter, used) = (value / 4, 4);
            for (var i = value % 4; i > 0; i--)
                NextBits();
        }
    }

    /// <summary>32 random bits.</summary>
    public uint NextBits()
    {
        if (used == 4)
        {
            Philox((uint)counter, (uint)(counter >> 32), (uint)Stream, (uint)(Stream >> 32), (uint)Seed, (uint)(Seed >> 32), block);
            counter++;
            used = 0;
        }

        return block[used++];
    }

    /// <summary>A float in [0, 1): 24 random bits.</summary>
    public float NextSingle() => (NextBits() >> 8) * (1f / (1 << 24));

    /// <summary>A float in [<paramref name="from"/>, <paramref name="to"/>).</summary>
    /// <param name="from">The least value.</param>
    /// <param name="to">The bound above.</param>
    public float NextSingle(float from, float to) => from + (to - from) * NextSingle();

    /// <summary>A whole number in [0, <paramref name="bound"/>), unbiased (Lemire's multiply and reject).</summary>
    /// <param name="bound">The bound above, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public int NextInt32(int bound)
    {
        var n = (uint)Sizes.AtLeastOne(bound, nameof(SeededRandom), nameof(bound));
        var product = (ulong)NextBits() * n;
        if ((uint)product < n)
        {
            var reject = (0u - n) % n;
            while ((uint)product < reject)
                product = (ulong)NextBits() * n;
        }

        return (int)(product >> 32);
    }

    /// <summary>A sample of the normal distribution, mean 0 and standard deviation 1 (Marsaglia's polar method).</summary>
    public double NextGaussian()
    {
        while (true)
        {
            double u = 2 * NextDouble() - 1, v = 2 * NextDouble() - 1;
            var square = u * u + v * v;
            if (square is > 0 and < 1)
                return u * Math.Sqrt(-2 * NaturalLog(square) / square);
        }
    }

    /// <summary>Puts the items in random order (Fisher and Yates).</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="items">The items.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>A tensor of floats in [<paramref name="from"/>, <paramref name="to"/>).</summary>
    /// <param name="shape">The axes.</param>
    /// <param name="from">The least value.</param>
    /// <param name="to">The bound above.</param>
    public Tensor Uniform(TensorShape shape, float from = 0, float to = 1)
    {
        var tensor = new Tensor(shape);
        foreach (ref var value in tensor.Edit())
            value = NextSingle(from, to);
        return tensor;
    }

    /// <summary>A tensor of samples of the normal distribution with mean 0.</summary>
    /// <param name="shape">The axes.</param>
    /// <param name="deviation">The standard deviation.</param>
    public Tensor Gaussian(TensorShape shape, double deviation = 1)
    {
        var tensor = new Tensor(shape);
        foreach (ref var value in tensor.Edit())
            value = (float)(NextGaussian() * deviation);
        return tensor;
    }

    /// <summary>Goes to the start of another of the seed's streams.</summary>
    internal void Restart(ulong stream) => (Stream, counter, used) = (stream, 0, 4);

    private double NextDouble() => (((ulong)NextBits() << 21) ^ (NextBits() >> 11)) * (1.0 / (1UL << 53));

    /// <summary>Ten rounds of Philox on one counter.</summary>
    internal static void Philox(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, Span<uint> result)
    {
        for (var round = 0; round < 10; round++)
        {
            var low = (ulong)c0 * 0xD2511F53;
            var high = (ulong)c2 * 0xCD9E8D57;
            (c0, c1, c2, c3) = ((uint)(high >> 32) ^ c1 ^ k0, (uint)high, (uint)(low >> 32) ^ c3 ^ k1, (uint)low);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        (result[0], result[1], result[2], result[3]) = (c0, c1, c2, c3);
    }

    /// <summary>
    /// ln x for a normal x above 0: x = m·2^e with m near 1, then 2·artanh((m − 1)/(m + 1)) as a series. Only sums,
    /// products and quotients, which IEEE 754 fixes to the bit; Math.Log is the platform's and differs between machines.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static double NaturalLog(double x)
    {
        const double ln2 = 0.693147180559945309417232121458;
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023;
        var m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (m > 1.4142135623730951)
        {
            m *= 0.5;
            exponent++;
        }

        var s = (m - 1) / (m + 1);
        var square = s * s;
        var series = 0.0;
        for (var k = 23; k >= 1; k -= 2)
            series = series * square + 1.0 / k;
        return exponent * ln2 + 2 * s * series;
    }
}
