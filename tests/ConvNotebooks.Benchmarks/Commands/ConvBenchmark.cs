namespace ConvNotebooks.Benchmarks;

/// <summary>A run of the verb <c>conv</c>: every pass, shape, number of threads and minibatch, ours beside every peer.</summary>
internal sealed class ConvBenchmark
{
    public required Pass[] Passes { get; init; }

    public required string[] Peers { get; init; }

    public required int[] Threads { get; init; }

    public required int[] Batches { get; init; }

    public required ConvShape[] Shapes { get; init; }

    public required ConvAlgorithm Algorithm { get; init; }

    public required Rounds Rounds { get; init; }

    public required string? Output { get; init; }

    public int Run()
    {
        if (Shapes.Length == 0)
            throw new UsageException("conv: no shape is left. Give other --shapes or another --only.");

        using var session = new Session(Peers, Algorithm);
        var table = new ConvTable(session.PeerNames);
        foreach (var line in table.Head())
            Console.WriteLine(line);
        var results = new List<ConvResult>();
        foreach (var (pass, shape, threads, batch) in
            from p in Passes from s in Shapes from t in Threads from b in Batches select (p, s, t, b))
        {
            var result = Measure(new ConvCase(shape, batch, pass, threads), session);
            results.Add(result);
            Console.WriteLine(table.Row(result));
        }

        Console.WriteLine();
        foreach (var line in NetworkTable.Rows(results, session.PeerNames))
            Console.WriteLine(line);

        Summary[] summaries = [.. Summary.Of(results, session.PeerNames)];
        session.Finish(Output, Rounds, new { algorithm = Algorithm, results, summaries }, [.. InNetwork(results), .. summaries.Select(s => s.ToString())]);
        return 0;
    }

    private ConvResult Measure(ConvCase c, Session session)
    {
        ErrorCheck? check = null;
        var contestants = session.Contestants(c);
        var (timings, peak) = Contest.Measure(contestants, Rounds, c.Threads, c.Flops, contestant => (check ??= new(c)).Of(contestant));
        return new(c.Shape.ToString(), c.Shape.Times, c.Problem.Batch, c.Threads, c.Pass, c.Flops / 1e9, c.Bytes, peak, timings);
    }

    private static IEnumerable<string> InNetwork(IEnumerable<ConvResult> results)
    {
        const double Large = 0.05;
        foreach (var pass in results.GroupBy(r => r.Pass))
        {
            var shares = pass.Where(r => r.Gflop > Large && r.OursInNetwork is not null).Select(r => r.OursInNetwork!.PercentOfPeak).ToArray();
            if (shares.Length > 0)
            {
                yield return FormattableString.Invariant($"in-network form, {PassWords.Of(pass.Key)}: median {Statistics.Median(shares):F1} % of the FMA peak, ")
                    + FormattableString.Invariant($"min {shares.Min():F1} %, over {shares.Length} shapes above 50 MFLOP");
            }
        }
    }
}
