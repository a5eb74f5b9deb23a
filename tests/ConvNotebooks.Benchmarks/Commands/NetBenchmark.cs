using System.Globalization;

namespace ConvNotebooks.Benchmarks;

/// <summary>A run of the verb <c>net</c>: whole networks on the same weights, ours beside every peer that runs networks.</summary>
internal sealed class NetBenchmark
{
    public required string[] Models { get; init; }

    public required string[] Peers { get; init; }

    public required int[] Threads { get; init; }

    public required int[] Batches { get; init; }

    public required ConvAlgorithm Algorithm { get; init; }

    /// <summary>Whether each step is timed, and nothing compared.</summary>
    public required bool Profile { get; init; }

    public required Rounds Rounds { get; init; }

    public required string? Output { get; init; }

    public int Run()
    {
        if (Models.Length == 0)
            throw new UsageException($"net: no model is left. Give --model {string.Join(",", NetModel.Names)}.");
        foreach (var model in Models.Except(NetModel.Names))
            NetModel.Create(model);

        if (Profile)
            return new NetProfile(Rounds.Count).Run(Cases(), Peers.Contains("onnxruntime"));
        using var session = new Session(Peers, Algorithm);
        Console.WriteLine("Times are medians; a peer's number is its time by ours, above 1 ours is faster. Difference: the largest from our outputs, by their largest.");
        Console.WriteLine();
        Console.WriteLine($"| network | N | threads | rounds | ours ms | images/s | GFLOP/s | % of peak | {string.Join(" | ", session.PeerNames)} | difference |");
        Console.WriteLine($"|{string.Concat(Enumerable.Repeat(" --- |", 9 + session.PeerNames.Length))}");
        var results = new List<NetResult>();
        foreach (var c in Cases())
        {
            var result = Measure(c, session);
            results.Add(result);
            Console.WriteLine(Row(result, session.PeerNames));
        }

        Summary[] summaries = [.. session.PeerNames.Select(peer => Summary.Of($"{peer}, whole networks", Ratios(results, peer))).OfType<Summary>()];
        session.Finish(Output, Rounds, new { algorithm = Algorithm, results, summaries }, summaries.Select(s => s.ToString()));
        return 0;
    }

    private IEnumerable<NetCase> Cases()
    {
        foreach (var model in Models)
        {
            var network = NetModel.Create(model);
            foreach (var (threads, batch) in from t in Threads from b in Batches select (t, b))
                yield return new NetCase(model, network, batch, threads, Algorithm);
        }
    }

    private NetResult Measure(NetCase c, Session session)
    {
        var contestants = session.Contestants(peer => peer.Prepare(c));
        int[] places = [.. Enumerable.Range(0, c.OutputLength)];
        float[]? ours = null;
        var (timings, peak) = Contest.Measure(contestants, Rounds, c.Threads, c.Flops, contestant =>
        {
            var values = contestant.Values(places);
            ours ??= values;
            return Statistics.LargestDifference(values, ours) / ours.Max(Math.Abs);
        });
        return new(c.Model, c.Batch, c.Threads, c.Flops / 1e9, peak, timings);
    }

    private static IEnumerable<(string At, double Ratio)> Ratios(IEnumerable<NetResult> results, string peer) =>
        from result in results
        from timing in result.Timings
        where timing.Name == peer && timing.Ratio is not null
        select ($"{result.Model}, batch {result.Batch}, threads {result.Threads}", timing.Ratio!.Value);

    private static string Row(NetResult r, string[] peers) => string.Create(CultureInfo.InvariantCulture,
        $"| {r.Model,-7} | {r.Batch,2} | {r.Threads} | {r.Ours.Rounds} | {r.Ours.Milliseconds,9:G4} | {r.Batch / r.Ours.Milliseconds * 1e3,8:G4} | {r.Ours.Gflops,6:F1} | {r.Ours.PercentOfPeak,5:F1} |")
        + string.Concat(peers.Select(peer => string.Create(CultureInfo.InvariantCulture, $" {Array.Find(r.Timings, t => t.Name == peer)?.Ratio,5:F2} |")))
        + string.Create(CultureInfo.InvariantCulture, $" {r.Timings.Max(t => t.MaxError):G2} |");
}
