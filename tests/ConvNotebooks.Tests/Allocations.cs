namespace ConvNotebooks.Tests;

/// <summary>Counts what a step allocates once it is warm.</summary>
internal static class Allocations
{
    /// <summary>
    /// The least number of bytes that this thread allocated in one of several runs: scratch memory grows once, in the first
    /// run in which this thread rather than a worker gets the largest part, while what a step allocates shows in every run.
    /// </summary>
    public static long InSteadyState(Action step)
    {
        var least = long.MaxValue;
        for (var run = 0; run < 8; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            step();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
