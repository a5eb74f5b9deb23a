namespace ConvNotebooks.Benchmarks;

/// <summary>One run of a comparing verb: this machine, ours and the peers that are installed, and the results at the end.</summary>
internal sealed class Session : IDisposable
{
    private readonly MachineInfo machine = MachineInfo.Here();
    private readonly Ours ours;
    private readonly List<IPeer> peers;
    private readonly Neighbours neighbours;
    private readonly SortedSet<int> threads = [];

    public Session(IEnumerable<string> peerNames, ConvAlgorithm algorithm)
    {
        Console.WriteLine(machine);
        ours = new(algorithm);
        peers = PeerList.Start(peerNames);
        WarmUp();
        neighbours = new(peers.SelectMany(p => p.Processes));
    }

    public string[] PeerNames => [.. peers.Select(p => p.Name)];

    /// <summary>Ours and every peer's, made ready.</summary>
    public List<IContestant> Contestants(Func<IPeer, IEnumerable<IContestant>> prepare) =>
        [.. new IPeer[] { ours }.Concat(peers).SelectMany(prepare)];

    /// <summary>Ours and every peer's for a convolution, in so many threads.</summary>
    public List<IContestant> Contestants(ConvCase c)
    {
        threads.Add(c.Threads);
        return Contestants(peer => peer.Prepare(c));
    }

    /// <summary>Writes the results to a file, if one was asked for, then the last lines.</summary>
    public void Finish(string? path, Rounds rounds, object results, IEnumerable<string> lines)
    {
        var others = neighbours.Average();
        if (path is not null)
        {
            var versions = peers.ToDictionary(p => p.Name, p => $"{p.Version}, {p.Remark}");
            var bandwidth = threads.SelectMany(count => Bandwidth.Levels.Select(l => Bandwidth.Here(l.Level, l.Bytes, count)));
            var cores = new { turnsTakenAgain = rounds.TakenAgain, turnsOnPartsOfCores = rounds.OnPartsOfCores };
            ResultsFile.Write(path, new { machine, bandwidth, peers = versions, rounds = rounds.Count, budget = rounds.Budget, cores, statistic = Contest.Statistic, otherProcesses = others, run = results });
        }

        Console.WriteLine();
        Console.WriteLine(Neighbours.Describe(others));
        if (rounds.TakenAgain > 0)
            Console.WriteLine($"turns taken again because processors were parts of cores: {rounds.TakenAgain}; that stayed so and count: {rounds.OnPartsOfCores}");
        foreach (var line in lines)
            Console.WriteLine(line);
    }

    public void Dispose()
    {
        ours.Dispose();
        peers.ForEach(peer => peer.Dispose());
    }

    /// <summary>Lets the runtime compile our code to the end, which takes it a moment, before anything is timed.</summary>
    private void WarmUp()
    {
        var shape = ConvShape.Parse("warm-up 32x16x16 32 3x3 p1");
        var contestants = Enum.GetValues<Pass>().SelectMany(pass => ours.Prepare(new ConvCase(shape, 1, pass, 1))).ToList();
        for (var i = 0; i < 4; i++)
        {
            contestants.ForEach(contestant => contestant.Run(100));
            Thread.Sleep(150);
        }

        contestants.ForEach(contestant => contestant.Dispose());
    }
}
