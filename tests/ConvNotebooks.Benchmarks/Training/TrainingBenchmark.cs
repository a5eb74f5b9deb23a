using System.Globalization;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// A run of the verb <c>train</c>: training steps on the same weights and images, ours beside PyTorch's; where an algorithm was
/// named, ours as it is without takes turns too.
/// </summary>
internal sealed class TrainingBenchmark
{
    private const string Auto = "ours, auto";

    public required string[] Models { get; init; }

    public required bool Torch { get; init; }

    public required ConvAlgorithm Algorithm { get; init; }

    public required int[] Threads { get; init; }

    public required int[] Batches { get; init; }

    public required Rounds Rounds { get; init; }

    public required string? Output { get; init; }

    public int Run()
    {
        using var session = new Session([], Algorithm);
        var reason = "not asked for";
        using var torch = Torch ? TorchProcess.Start("torch_train.py", out reason) : null;
        Console.WriteLine(torch is null ? $"torch: left out, {reason}" : $"torch {torch.Hello["version"]}, BLAS {torch.Hello["blas"]}");
        var results = new List<NetResult>();
        foreach (var c in from m in Models from b in Batches from t in Threads select new TrainingCase(m, b, t, Algorithm))
        {
            var result = Measure(c, torch);
            results.Add(result);
            foreach (var peer in result.Timings[1..])
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{c} ({peer.Name}: {peer.Algorithm}, losses differ by {peer.MaxError:G1}): {c.Batch / result.Ours.Milliseconds * 1e3:F0} images/s, {result.Ours.PercentOfPeak:F0} % of the FMA peak"));
            }
        }

        // The last lines, one for each case.
        session.Finish(Output, Rounds, new { torch = torch?.Hello, algorithm = Algorithm, results }, results.Select(Line));
        return 0;
    }

    private NetResult Measure(TrainingCase c, TorchProcess? torch)
    {
        List<IContestant> contestants = [new OursTraining(c)];
        if (c.Algorithm != ConvAlgorithm.Auto)
            contestants.Add(new OursTraining(c.With(ConvAlgorithm.Auto), Auto));
        if (torch is not null)
            contestants.Add(new TorchTraining(torch, c));
        int[] first = [.. Enumerable.Range(0, TorchTraining.Kept)];
        float[]? ours = null;
        var (timings, peak) = Contest.Measure(contestants, Rounds, c.Threads, c.Flops, contestant =>
        {
            var losses = contestant.Values(first);
            ours ??= losses;
            return Statistics.LargestDifference(losses, ours) / ours.Max();
        });
        return new(c.Model, c.Batch, c.Threads, c.Flops / 1e9, peak, timings);
    }

    private static string Line(NetResult r)
    {
        var (ours, auto, peer) = (r.Ours, Array.Find(r.Timings, t => t.Name == Auto), Array.Find(r.Timings, t => t.Name == "torch"));
        return string.Create(CultureInfo.InvariantCulture, $"{r.Model}{(auto is null ? "" : $" {ours.Algorithm}")} batch {r.Batch} threads {r.Threads}: ")
            + (peer is null ? "" : string.Create(CultureInfo.InvariantCulture, $"ratio {peer.Ratio:F3} "))
            + string.Create(CultureInfo.InvariantCulture, $"ours {ours.Milliseconds:G4}")
            + (peer is null ? "" : string.Create(CultureInfo.InvariantCulture, $" peer {peer.Milliseconds:G4}"))
            + (auto is null ? "" : string.Create(CultureInfo.InvariantCulture, $"; by the usual algorithms {auto.Milliseconds:G4}, {auto.Ratio:F3} times as long"));
    }
}
