namespace ConvNotebooks.Benchmarks;

/// <summary>One network measured: every contestant's time beside ours.</summary>
/// <param name="Model">The network.</param>
/// <param name="Batch">Images.</param>
/// <param name="Threads">Threads on all sides.</param>
/// <param name="Gflop">Floating-point operations, in 10^9.</param>
/// <param name="PeakGflops">FMA peak of so many threads: the median of those before our turns.</param>
/// <param name="Timings">Ours first; the error is the largest difference from our output, relative to its largest value.</param>
internal sealed record NetResult(string Model, int Batch, int Threads, double Gflop, double PeakGflops, Timing[] Timings)
{
    public Timing Ours => Timings[0];
}
