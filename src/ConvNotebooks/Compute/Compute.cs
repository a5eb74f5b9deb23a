using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>The machine that computes: its vector width and the threads it may use. Neither changes a result's bits.</summary>
public static class Compute
{
    private static int threads = Environment.ProcessorCount;

    /// <summary>How many threads a routine may use, the calling one among them; the number of processors at first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1 or more than 1024.</exception>
    public static int Threads
    {
        get => threads;
        set => threads = value is >= 1 and <= 1024
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value,
                $"Compute.Threads: {value} came, a number from 1 to 1024 was needed. Set {Environment.ProcessorCount} to use every processor of this machine.");
    }

    /// <summary>Width of the vectors that routines use on this machine, in bits: 512, 256 or 128; 0 for one number at a time.</summary>
    public static int VectorBits => Lanes.Bits;

    /// <summary>One line on what computes here: <c>512-bit vectors on X64, 2 of 2 processors</c>.</summary>
    public static string Description => Lanes.Describe(Threads);
}
