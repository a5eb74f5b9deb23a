namespace ConvNotebooks.Benchmarks;

/// <summary>How fast a level of the memory was read.</summary>
/// <param name="Level">L1, L2, L3 or DRAM.</param>
/// <param name="Bytes">The bytes that were read over and over; of L1 and L2 by each thread.</param>
/// <param name="Threads">Threads that read at the same time.</param>
/// <param name="GigabytesPerSecond">All threads together, in 10^9 bytes a second.</param>
internal sealed record LevelBandwidth(string Level, long Bytes, int Threads, double GigabytesPerSecond);
