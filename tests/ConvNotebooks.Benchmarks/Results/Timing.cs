namespace ConvNotebooks.Benchmarks;

/// <summary>One contestant's part of a case.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="InNetwork">Activations in its own layout rather than N C H W on both sides.</param>
/// <param name="Algorithm">What it chose, where it says.</param>
/// <param name="Rounds">Rounds that the median is of.</param>
/// <param name="Milliseconds">Median of the rounds.</param>
/// <param name="Fastest">Milliseconds of the fastest round.</param>
/// <param name="Gflops">Operations a second, in 10^9.</param>
/// <param name="PercentOfPeak">Of the FMA peak: the median of the rounds, each by the peak right before its turn.</param>
/// <param name="Ratio">Its time by ours in the same form, the median of the rounds' ratios: above 1 ours is faster. Null for ours.</param>
/// <param name="MaxError">Largest difference from what the case compares with.</param>
internal sealed record Timing(
    string Name, bool InNetwork, string Algorithm, int Rounds, double Milliseconds, double Fastest, double Gflops, double PercentOfPeak,
    double? Ratio, double MaxError);
