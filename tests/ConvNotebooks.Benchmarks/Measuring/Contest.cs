namespace ConvNotebooks.Benchmarks;

/// <summary>Contestants measured together on one case.</summary>
internal static class Contest
{
    /// <summary>Runs the rounds, with the FMA peak measured before each of them.</summary>
    /// <param name="contestants">Ours first; each is disposed at the end.</param>
    /// <param name="rounds">How to measure.</param>
    /// <param name="threads">Threads of the FMA peak.</param>
    /// <param name="flops">Operations of one call.</param>
    /// <param name="error">The error of a contestant's last result.</param>
    /// <returns>A timing for each contestant, and the best of the peaks in GFLOP/s.</returns>
    public static (Timing[] Timings, double Peak) Measure(
        List<IContestant> contestants, Rounds rounds, int threads, double flops, Func<IContestant, double> error)
    {
        try
        {
            var peak = 0.0;
            var seconds = rounds.Measure(contestants, () => peak = Math.Max(peak, FmaPeak.Best(threads, Compute.VectorBits)));
            var timings = contestants.Select((contestant, i) =>
            {
                var own = contestants.FindIndex(o => o.Name == "ours" && o.InNetwork == contestant.InNetwork);
                var (median, fastest) = (Statistics.Median(seconds[i]), seconds[i].Min());
                var gflops = flops / median / 1e9;
                return new Timing(contestant.Name, contestant.InNetwork, contestant.Algorithm, seconds[i].Length, median * 1e3, fastest * 1e3, gflops,
                    gflops / peak * 100, own < 0 || own == i ? null : median / Statistics.Median(seconds[own]), error(contestant));
            });
            return ([.. timings], peak);
        }
        finally
        {
            foreach (var contestant in contestants)
                contestant.Dispose();
        }
    }
}
