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

        var machine = MachineInfo.Here();
        Console.WriteLine(machine);
        var peers = PeerList.Start(Peers);
        using var ours = new Ours(Algorithm);
        string[] names = [.. peers.Select(p => p.Name)];
        var table = new ConvTable(names);
        foreach (var line in table.Head())
            Console.WriteLine(line);

        WarmUp(ours);
        var results = new List<ConvResult>();
        foreach (var pass in Passes)
        {
            foreach (var (shape, threads, batch) in from s in Shapes from t in Threads from b in Batches select (s, t, b))
            {
                var result = Measure(new ConvCase(shape, batch, pass, threads), [ours, .. peers]);
                results.Add(result);
                Console.WriteLine(table.Row(result));
            }
        }

        foreach (var peer in peers)
            peer.Dispose();
        Summary[] summaries = [.. Summary.Of(results, names)];
        if (Output is not null)
        {
            var versions = peers.ToDictionary(p => p.Name, p => $"{p.Version}, {p.Remark}");
            ResultsFile.Write(Output, new { machine, peers = versions, rounds = Rounds.Count, algorithm = Algorithm, results, summaries });
        }

        Console.WriteLine();
        foreach (var line in InNetwork(results))
            Console.WriteLine(line);
        foreach (var summary in summaries)
            Console.WriteLine(summary);
        return 0;
    }

    private ConvResult Measure(ConvCase c, IEnumerable<IPeer> peers)
    {
        var contestants = peers.SelectMany(p => p.Prepare(c)).ToList();
        try
        {
            var peak = 0.0;
            var seconds = Rounds.Measure(contestants, () => peak = Math.Max(peak, FmaPeak.Measure(c.Threads, Compute.VectorBits)));
            var check = new ErrorCheck(c);
            var timings = contestants.Select((contestant, i) =>
            {
                var own = contestants.FindIndex(o => o.Name == "ours" && o.InNetwork == contestant.InNetwork);
                var gflops = c.Flops / seconds[i] / 1e9;
                return new Timing(contestant.Name, contestant.InNetwork, contestant.Algorithm, seconds[i] * 1e3, gflops, gflops / peak * 100,
                    own < 0 || own == i ? null : seconds[i] / seconds[own], check.Of(contestant));
            });
            return new(c.Shape.ToString(), c.Shape.Times, c.Problem.Batch, c.Threads, c.Pass, c.Flops / 1e9, peak, [.. timings]);
        }
        finally
        {
            foreach (var contestant in contestants)
                contestant.Dispose();
        }
    }

    /// <summary>Lets the runtime compile our code to the end, which takes it a moment, before anything is timed.</summary>
    private static void WarmUp(Ours ours)
    {
        var c = new ConvCase(ConvShape.Parse("warm-up 32x16x16 32 3x3 p1"), 1, Pass.Forward, 1);
        foreach (var contestant in ours.Prepare(c))
        {
            for (var i = 0; i < 4; i++)
            {
                contestant.Run(200);
                Thread.Sleep(150);
            }

            contestant.Dispose();
        }
    }

    private static IEnumerable<string> InNetwork(IEnumerable<ConvResult> results)
    {
        const double Large = 0.05;
        var shares = results.Where(r => r.Gflop > Large && r.OursInNetwork is not null).Select(r => r.OursInNetwork!.PercentOfPeak).ToArray();
        if (shares.Length > 0)
        {
            yield return FormattableString.Invariant(
                $"in-network form: median {Statistics.Median(shares):F1} % of the FMA peak, min {shares.Min():F1} %, over {shares.Length} shapes above 50 MFLOP");
        }
    }
}
