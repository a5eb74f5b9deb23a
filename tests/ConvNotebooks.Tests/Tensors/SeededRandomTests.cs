namespace ConvNotebooks.Tests.Tensors;

public class SeededRandomTests
{
    /// <summary>Known answers of philox4x32-10 published with Random123 (file kat_vectors).</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u,
        0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Philox_gives_the_published_answers(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint r0, uint r1, uint r2, uint r3)
    {
        var result = new uint[4];
        SeededRandom.Philox(c0, c1, c2, c3, k0, k1, result);
        Assert.Equal([r0, r1, r2, r3], result);
    }

    [Fact]
    public void The_first_bits_of_seed_0_are_the_cipher_of_counter_0() =>
        Assert.Equal([0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u], Take(new SeededRandom(0), 4));

    [Fact]
    public void Seeds_and_streams_differ_and_repeat()
    {
        Assert.Equal(Take(new SeededRandom(1, 2), 9), Take(new SeededRandom(1, 2), 9));
        Assert.NotEqual(Take(new SeededRandom(1, 2), 9), Take(new SeededRandom(2, 2), 9));
        Assert.NotEqual(Take(new SeededRandom(1, 2), 9), Take(new SeededRandom(1, 3), 9));
    }

    /// <summary>The natural logarithm is within two units in the last place of the platform's.</summary>
    [Fact]
    public void Our_logarithm_is_a_logarithm()
    {
        var random = new SeededRandom(7);
        for (var i = 0; i < 10_000; i++)
        {
            var x = (random.NextSingle() + 1e-7) * (i % 2 == 0 ? 1 : 1e-6);
            Assert.Equal(Math.Log(x), SeededRandom.NaturalLog(x), 4e-16 * Math.Max(1, Math.Abs(Math.Log(x))));
        }
    }

    /// <summary>Moments of a sample of 100,000: each bound is five standard errors.</summary>
    [Fact]
    public void Gaussian_samples_have_the_moments_of_the_normal_distribution()
    {
        const int n = 100_000;
        var random = new SeededRandom(231);
        var samples = Enumerable.Range(0, n).Select(_ => random.NextGaussian()).ToArray();
        Assert.Equal(0, samples.Average(), 5 / Math.Sqrt(n));
        Assert.Equal(1, samples.Average(x => x * x), 5 * Math.Sqrt(2.0 / n));
        Assert.Equal(3, samples.Average(x => x * x * x * x), 5 * Math.Sqrt(96.0 / n));
    }

    /// <summary>Computed in Python from the published algorithms (Philox, polar method, math.log), without this library.</summary>
    [Fact]
    public void The_bits_stay_the_same() => Assert.Equal("416e291b9912d459daf020929caa1f37505a2e3aa3868091f798e051fc839e96",
        new SeededRandom(231, 1).Gaussian(new TensorShape(8, 3, 5, 5)).Hash());

    [Fact]
    public void Whole_numbers_are_spread_evenly_and_stay_in_range()
    {
        var random = new SeededRandom(5);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
            counts[random.NextInt32(7)]++;
        Assert.All(counts, c => Assert.InRange(c, 10_000 - 500, 10_000 + 500));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt32(0));
    }

    [Fact]
    public void A_shuffle_keeps_every_item()
    {
        var items = Enumerable.Range(0, 100).ToArray();
        new SeededRandom(3).Shuffle<int>(items);
        Assert.NotEqual(Enumerable.Range(0, 100), items);
        Assert.Equal(Enumerable.Range(0, 100), items.Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(1001)]
    public void A_place_in_the_stream_can_be_reached_again(int position)
    {
        var random = new SeededRandom(4, 9);
        for (var i = 0; i < position; i++)
            random.NextBits();
        Assert.Equal((4UL, 9UL, (ulong)position), (random.Seed, random.Stream, random.Position));
        Assert.Equal(Take(random, 7), Take(new SeededRandom(4, 9) { Position = (ulong)position }, 7));
    }

    [Fact]
    public void Uniform_floats_stay_in_their_range() =>
        Assert.All(new SeededRandom(9).Uniform(new TensorShape(1, 1, 100, 100), -2, 3).Values.ToArray(), v => Assert.InRange(v, -2f, 2.9999999f));

    private static uint[] Take(SeededRandom random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextBits())];
}
