namespace ConvNotebooks.Notebooks;

/// <summary>
/// The share of the machine's memory that a process for cells may fill: one that allocates without end meets an exception in
/// its cell before the machine runs out and the process is killed.
/// </summary>
public static class HeapLimit
{
    /// <summary>The environment variable that .NET reads when a process starts.</summary>
    public const string Variable = "DOTNET_GCHeapHardLimitPercent";

    /// <summary>75 per cent, in hexadecimal.</summary>
    public const string Value = "4B";
}
