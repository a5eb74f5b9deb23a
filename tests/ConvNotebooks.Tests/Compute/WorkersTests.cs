using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

[Collection(ComputeSettings.Name)]
public unsafe class WorkersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_part_runs_exactly_once(int threads)
    {
        using var _ = ComputeSettings.Use(Lanes.Bits, threads);
        for (var parts = 0; parts < 200; parts++)
            CountParts(parts);
    }

    [Fact]
    public void Several_callers_at_once_each_get_all_their_parts()
    {
        using var _ = ComputeSettings.Use(Lanes.Bits, 3);
        var callers = new Thread[4];
        var failed = 0;
        for (var i = 0; i < callers.Length; i++)
        {
            callers[i] = new Thread(() =>
            {
                try
                {
                    for (var round = 0; round < 500; round++)
                        CountParts(37);
                }
                catch (Xunit.Sdk.XunitException)
                {
                    Interlocked.Increment(ref failed);
                }
            });
            callers[i].Start();
        }

        foreach (var caller in callers)
            caller.Join();
        Assert.Equal(0, failed);
    }

    [Fact]
    public void A_part_may_start_parts_of_its_own()
    {
        using var _ = ComputeSettings.Use(Lanes.Bits, 3);
        for (var round = 0; round < 200; round++)
        {
            var counts = new int[12 * 5];
            fixed (int* state = counts)
                Workers.For(12, &CountInner, state, long.MaxValue);
            Assert.All(counts, count => Assert.Equal(1, count));
        }
    }

    private static void CountInner(void* state, int part) => Workers.For(5, &Count, (int*)state + 5 * part, long.MaxValue);

    private static void CountParts(int parts)
    {
        var counts = new int[parts];
        fixed (int* state = counts)
            Workers.For(parts, &Count, state, long.MaxValue);
        Assert.All(counts, count => Assert.Equal(1, count));
    }

    private static void Count(void* state, int part) => Interlocked.Increment(ref ((int*)state)[part]);
}
