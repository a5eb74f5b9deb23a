namespace ConvNotebooks.Benchmarks;

/// <summary>One case measured: every contestant's time beside ours.</summary>
/// <param name="Shape">The shape's line.</param>
/// <param name="Times">How many layers of the network have it.</param>
/// <param name="Batch">Images.</param>
/// <param name="Threads">Threads on all sides.</param>
/// <param name="Pass">The computation.</param>
/// <param name="Gflop">Floating-point operations, in 10^9.</param>
/// <param name="Bytes">Bytes of input, filters and output together.</param>
/// <param name="PeakGflops">FMA peak of so many threads: the median of those before our turns.</param>
/// <param name="Timings">Ours first.</param>
internal sealed record ConvResult(string Shape, int Times, int Batch, int Threads, Pass Pass, double Gflop, long Bytes, double PeakGflops, Timing[] Timings)
{
    public Timing Ours => Timings.First(t => t is { Name: "ours", InNetwork: false });

    public Timing? OursInNetwork => Find("ours", inNetwork: true);

    /// <summary>A contestant's timing; null where it did not compute the case.</summary>
    public Timing? Find(string name, bool inNetwork = false) => Array.Find(Timings, t => t.Name == name && t.InNetwork == inNetwork);
}
