namespace ConvNotebooks.Benchmarks;

/// <summary>One contestant's turn in one round.</summary>
/// <param name="Seconds">Of one call.</param>
/// <param name="Peak">The FMA peak right before, in GFLOP/s.</param>
internal readonly record struct Turn(double Seconds, double Peak)
{
    /// <summary>A contestant's part of the peak: the median of its turns, each beside the peak of its own moment.</summary>
    public static double PercentOfPeak(IEnumerable<Turn> turns, double flops) =>
        Statistics.Median(turns.Select(turn => flops / turn.Seconds / 1e9 / turn.Peak * 100));

    /// <summary>Its time by ours: the median of the rounds' ratios, each of two turns of one round.</summary>
    public static double Ratio(IEnumerable<Turn> turns, IEnumerable<Turn> ours) =>
        Statistics.Median(turns.Zip(ours, (turn, own) => turn.Seconds / own.Seconds));
}
