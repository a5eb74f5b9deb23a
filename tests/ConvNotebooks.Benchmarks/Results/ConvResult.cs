namespace ConvNotebooks.Benchmarks;

/// <summary>One case measured: every contestant's time beside ours.</summary>
/// <param name="Shape">The shape's line.</param>
/// <param name="Times">How many layers of the network have it.</param>
/// <param name="Batch">Images.</param>
/// <param name="Threads">Threads on all sides.</param>
/// <param name="Pass">The computation.</param>
/// <param name="Gflop">Floating-point operations, in 10^9.</param>
/// <param name="PeakGflops">FMA peak of so many threads, measured between the rounds.</param>
/// <param name="Timings">Ours first.</param>
internal sealed record ConvResult(string Shape, int Times, int Batch, int Threads, Pass Pass, double Gflop, double PeakGflops, Timing[] Timings)
{
    public Timing Ours => Timings.First(t => t is { Name: "ours", InNetwork: false });

    public Timing? OursInNetwork => Find("ours", inNetwork: true);

    /// <summary>A contestant's timing; null where it did not compute the case.</summary>
    public Timing? Find(string name, bool inNetwork = false) => Array.Find(Timings, t => t.Name == name && t.InNetwork == inNetwork);
}

/// <summary>One contestant's part of a case.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="InNetwork">Activations in its own layout rather than N C H W on both sides.</param>
/// <param name="Algorithm">What it chose, where it says.</param>
/// <param name="Milliseconds">Median of the rounds.</param>
/// <param name="Gflops">Operations a second, in 10^9.</param>
/// <param name="PercentOfPeak">Of the FMA peak.</param>
/// <param name="Ratio">Its time by ours in the same form: above 1 ours is faster. Null for ours.</param>
/// <param name="MaxError">Largest difference from the reference.</param>
internal sealed record Timing(
    string Name, bool InNetwork, string Algorithm, double Milliseconds, double Gflops, double PercentOfPeak, double? Ratio, double MaxError);
