using System.Diagnostics;
using System.Globalization;

namespace ConvNotebooks.Benchmarks;

/// <summary>Where the time of a network goes: the median of every step of our plan, and of every node of ONNX Runtime's.</summary>
internal sealed class NetProfile(int rounds)
{
    public int Run(IEnumerable<NetCase> cases, bool onnxRuntime)
    {
        foreach (var c in cases)
        {
            Print($"{c.Model}, batch {c.Batch}, threads {c.Threads}: ours ({c.Algorithm})", Ours(c));
            if (onnxRuntime)
                Print($"{c.Model}, batch {c.Batch}, threads {c.Threads}: onnxruntime, as its profiler reports", OnnxProfile.Nodes(c, rounds));
        }

        return 0;
    }

    /// <summary>Every step, in order: its name, the median of its milliseconds, its operations.</summary>
    private List<(string Name, double Milliseconds, double Flops)> Ours(NetCase c)
    {
        Compute.Threads = c.Threads;
        var plan = new InferencePlan(c.Network.With(c.Algorithm), c.Batch);
        var input = new Tensor(c.InputShape, c.Input);
        for (var clock = Stopwatch.StartNew(); clock.ElapsedMilliseconds < 400;)
            plan.Run(input);
        var samples = plan.Steps.Select(_ => new double[Math.Max(rounds, 5) * 5]).ToArray();
        for (var round = 0; round < samples[0].Length; round++)
        {
            for (var i = 0; i < samples.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                plan.Steps[i].Run();
                samples[i][round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        return [.. plan.Steps.Zip(samples, (step, times) => (step.Name, Statistics.Median(times), 2.0 * step.MultiplyAdds))];
    }

    private static void Print(string title, List<(string Name, double Milliseconds, double Flops)> steps)
    {
        var total = steps.Sum(step => step.Milliseconds);
        Console.WriteLine($"{title}\n");
        Console.WriteLine("| step | ms | % | GFLOP/s |\n| --- | --- | --- | --- |");
        foreach (var (name, milliseconds, flops) in steps)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name,-36} | {milliseconds,8:F4} | {milliseconds / total * 100,5:F1} | {(flops == 0 ? "" : (flops / milliseconds / 1e6).ToString("F1", CultureInfo.InvariantCulture)),6} |"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {"all",-36} | {total,8:F4} | 100.0 | |\n"));
    }
}
