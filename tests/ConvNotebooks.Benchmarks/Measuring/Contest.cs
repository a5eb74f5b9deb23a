namespace ConvNotebooks.Benchmarks;

/// <summary>Contestants measured together on one case.</summary>
internal static class Contest
{
    /// <summary>How its numbers come about, for the files of results.</summary>
    public static readonly object Statistic = new
    {
        milliseconds = "median of the rounds",
        percentOfPeak = "median of the rounds, each by the FMA peak right before its turn",
        ratio = "median of the rounds' ratios",
        peakGflops = "median of the peaks before our turns",
    };

    /// <summary>Runs the rounds, with the FMA peak measured before and after every turn.</summary>
    /// <param name="contestants">Ours first; each is disposed at the end.</param>
    /// <param name="rounds">How to measure.</param>
    /// <param name="threads">Threads of the FMA peak.</param>
    /// <param name="flops">Operations of one call.</param>
    /// <param name="error">The error of a contestant's last result.</param>
    /// <returns>A timing for each contestant, and the median of the peaks before our turns in GFLOP/s.</returns>
    public static (Timing[] Timings, double Peak) Measure(
        List<IContestant> contestants, Rounds rounds, int threads, double flops, Func<IContestant, double> error)
    {
        try
        {
            var turns = rounds.Measure(contestants, threads, () => FmaPeak.Best(threads, Compute.VectorBits));
            var timings = contestants.Select((contestant, i) =>
            {
                var own = contestants.FindIndex(o => o.Name == "ours" && o.InNetwork == contestant.InNetwork);
                var (median, fastest) = (Statistics.Median(turns[i].Select(t => t.Seconds)), turns[i].Min(t => t.Seconds));
                return new Timing(contestant.Name, contestant.InNetwork, contestant.Algorithm, turns[i].Length, median * 1e3, fastest * 1e3,
                    flops / median / 1e9, Turn.PercentOfPeak(turns[i], flops), own < 0 || own == i ? null : Turn.Ratio(turns[i], turns[own]),
                    error(contestant));
            });
            return ([.. timings], Statistics.Median(turns[0].Select(t => t.Peak)));
        }
        finally
        {
            foreach (var contestant in contestants)
                contestant.Dispose();
        }
    }
}
