using System.CommandLine;

namespace ConvNotebooks.Benchmarks;

/// <summary>The options that <c>conv</c> and <c>net</c> share: whom to compare with, in how many threads and images, how long.</summary>
internal sealed class MeasuringOptions
{
    private readonly Option<string[]> peers;
    private readonly Option<int[]> threads = Numbers("--threads", "Numbers of threads.", 1, 2);
    private readonly Option<int[]> batches = Numbers("--batch", "Images in a minibatch.", 1, 32);
    private readonly Option<int> rounds = new("--rounds") { Description = "Rounds whose median counts.", DefaultValueFactory = _ => 9 };
    private readonly Option<double> turn = new("--turn") { Description = "Milliseconds of calls in one turn.", DefaultValueFactory = _ => 30 };
    private readonly Option<double> budget = new("--budget")
    {
        Description = "Seconds of computing for one case, all contestants together: a long case ends after fewer rounds, three at least.",
        DefaultValueFactory = _ => double.PositiveInfinity,
    };

    private readonly Option<bool> quick = new("--quick") { Description = "One round of 1 ms, to see that everything works." };
    private readonly Option<string> output = new("--out") { Description = "File for the results, JSON." };

    /// <param name="usualPeers">Peers where none are named.</param>
    public MeasuringOptions(params string[] usualPeers) =>
        peers = List("--peer", $"{string.Join(", ", PeerList.Names)} or none; one that is not installed is left out.", usualPeers);

    /// <summary>Images in a minibatch where none are given.</summary>
    public int[] UsualBatches
    {
        init => batches.DefaultValueFactory = _ => value;
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { peers, threads, batches, rounds, turn, budget, quick, output })
            command.Options.Add(option);
    }

    public string[] Peers(ParseResult parsed) => parsed.GetValue(peers)!;

    public int[] Threads(ParseResult parsed) => parsed.GetValue(threads)!;

    public int[] Batches(ParseResult parsed) => parsed.GetValue(batches)!;

    public string? Output(ParseResult parsed) => parsed.GetValue(output);

    /// <exception cref="UsageException">Fewer than one round, or a turn of no length.</exception>
    public Rounds Rounds(ParseResult parsed)
    {
        var (count, milliseconds) = parsed.GetValue(quick) ? (1, 1) : (parsed.GetValue(rounds), parsed.GetValue(turn));
        return count >= 1 && milliseconds > 0
            ? new(count, milliseconds / 1000, TimeSpan.FromMilliseconds(parsed.GetValue(quick) ? 1 : 10), parsed.GetValue(budget))
            : throw new UsageException($"--rounds {count} --turn {milliseconds} came; at least one round and a turn above 0 ms were needed.");
    }

    public static Option<string[]> List(string name, string description, params string[] usual) =>
        new(name) { Description = description, CustomParser = Lists.Words, DefaultValueFactory = _ => usual };

    private static Option<int[]> Numbers(string name, string description, params int[] usual) =>
        new(name) { Description = description, CustomParser = Lists.Numbers, DefaultValueFactory = _ => usual };
}
