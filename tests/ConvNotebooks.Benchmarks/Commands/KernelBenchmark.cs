using System.Diagnostics;
using System.Globalization;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// How soon the Jupyter kernel is there: from the start of its process to the reply to kernel_info, from there through the
/// first cell, then a warm cell and a warm completion, each of many.
/// </summary>
internal sealed class KernelBenchmark
{
    private const int Repeats = 10;

    public required string? Program { get; init; }

    public required int Runs { get; init; }

    public int Run()
    {
        var folder = Directory.CreateTempSubdirectory("convnotebooks-").FullName;
        try
        {
            var program = Program ?? KernelBuild.Publish(folder);
            Console.WriteLine(MachineInfo.Here());
            // The first start reads the program from the disk; the others find it in memory.
            Measure(program);
            KernelTimes[] runs = [.. Enumerable.Range(1, Runs).Select(run => Shown(run, Measure(program)))];
            Console.WriteLine(new KernelTimes(
                Statistics.Median(runs.Select(run => run.Ready)),
                Statistics.Median(runs.Select(run => run.First)),
                Statistics.Median(runs.Select(run => run.Warm)),
                Statistics.Median(runs.Select(run => run.Completion))));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static KernelTimes Measure(string program)
    {
        var watch = Stopwatch.StartNew();
        using var kernel = new KernelUnderTest(program);
        kernel.Ask("kernel_info_request", []);
        var ready = watch.Elapsed.TotalSeconds;
        var first = kernel.Run("var x = 40;\nConsole.WriteLine(x);\nx + 2");
        // The second call of each is still partly cold.
        kernel.Run("x + 1");
        kernel.Complete("Console.Wri");
        return new(
            ready,
            first,
            Statistics.Median(Enumerable.Range(0, Repeats).Select(i => kernel.Run($"x + {i}"))),
            Statistics.Median(Enumerable.Range(0, Repeats).Select(i => kernel.Complete($"Math.{(char)('A' + i)}"))));
    }

    private static KernelTimes Shown(int run, KernelTimes times)
    {
        Console.WriteLine($"{run,3}: {times}");
        return times;
    }

    /// <summary>Seconds.</summary>
    private sealed record KernelTimes(double Ready, double First, double Warm, double Completion)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"ready {Ready:0.000} s first {First:0.000} s warm {1000 * Warm:0.0} ms completion {1000 * Completion:0.0} ms");
    }
}
