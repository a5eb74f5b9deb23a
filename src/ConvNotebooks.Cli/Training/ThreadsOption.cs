using System.CommandLine;

namespace ConvNotebooks.Cli.Training;

/// <summary>The option <c>--threads</c>.</summary>
internal static class ThreadsOption
{
    private const int Most = 1024;

    public static Option<int?> Create() => NumberOption.Of<int>("--threads", "number", $"a whole number from 1 to {Most}",
        "Threads to compute on; every processor when left out. Changes no bit of a result", number => number is >= 1 and <= Most);

    public static void Apply(int? threads)
    {
        if (threads is { } number)
            Compute.Threads = number;
    }
}
