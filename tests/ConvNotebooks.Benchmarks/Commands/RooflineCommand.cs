using System.CommandLine;
using System.Globalization;

namespace ConvNotebooks.Benchmarks;

/// <summary>What this machine can do at most: fused multiply-adds from registers, and bytes read from each cache and from memory.</summary>
internal static class RooflineCommand
{
    public static Command Create()
    {
        var threads = new Option<int[]>("--threads")
        {
            Description = "Numbers of threads, such as 1,2.",
            CustomParser = Lists.Numbers,
            DefaultValueFactory = _ => [1, 2],
        };
        var command = new Command("roofline", "Prints peak FMA and bandwidth of this machine.") { threads };
        command.SetAction(parsed => Run(parsed.GetValue(threads)!));
        return command;
    }

    private static int Run(int[] threads)
    {
        Console.WriteLine(MachineInfo.Here());
        foreach (var bits in FmaPeak.Widths)
            foreach (var count in threads)
                Print($"FMA, {bits} bits", count, Enumerable.Range(0, 10).Max(_ => FmaPeak.Measure(count, bits, 0.02)), "GFLOP/s");
        foreach (var (level, bytes) in Bandwidth.Levels)
            foreach (var count in threads)
                Print($"reading, {level}, {bytes / 1024} KiB", count, Bandwidth.Here(level, bytes, count).GigabytesPerSecond, "GB/s");
        return 0;
    }

    private static void Print(string what, int threads, double value, string unit) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{what,-28} {threads} thread{(threads == 1 ? " " : "s")} {value,8:F1} {unit}"));
}
