using System.CommandLine;

namespace ConvNotebooks.Benchmarks;

/// <summary>The verb <c>conv</c>: convolutions of known networks, each against every peer in interleaved rounds.</summary>
internal static class ConvCommand
{
    public static Command Create()
    {
        var pass = List("--pass", "forward, input-gradient, filter-gradient; several joined by commas.", "forward");
        var peers = List("--peer", "Libraries to compare with; one that is not installed is left out.", PeerList.Names);
        var threads = Numbers("--threads", "Numbers of threads.", 1, 2);
        var batch = Numbers("--batch", "Images in a minibatch.", 1, 32);
        var shapes = List("--shapes", $"{string.Join(", ", ShapeTables.Names)}, or files with one shape a line.", "alexnet", "vgg16", "resnet50", "cifar");
        var only = new Option<string>("--only") { Description = "Only shapes whose line contains this text, such as 3x3." };
        var algorithm = new Option<ConvAlgorithm>("--algorithm") { Description = "Ours: how to compute." };
        var rounds = new Option<int>("--rounds") { Description = "Rounds whose median counts.", DefaultValueFactory = _ => 9 };
        var turn = new Option<double>("--turn") { Description = "Milliseconds of calls in one turn.", DefaultValueFactory = _ => 30 };
        var output = new Option<string>("--out") { Description = "File for the results, JSON." };
        var command = new Command("conv", "Compares convolutions.") { pass, peers, threads, batch, shapes, only, algorithm, rounds, turn, output };
        command.SetAction(parsed => new ConvBenchmark
        {
            Passes = [.. parsed.GetValue(pass)!.Select(PassWords.Parse)],
            Peers = parsed.GetValue(peers)!,
            Threads = parsed.GetValue(threads)!,
            Batches = parsed.GetValue(batch)!,
            Shapes = [.. ShapeTables.Of(parsed.GetValue(shapes)!).Where(s => s.ToString().Contains(parsed.GetValue(only) ?? "", StringComparison.Ordinal))],
            Algorithm = parsed.GetValue(algorithm),
            Rounds = new(Math.Max(1, parsed.GetValue(rounds)), parsed.GetValue(turn) / 1000, TimeSpan.FromMilliseconds(10)),
            Output = parsed.GetValue(output),
        }.Run());
        return command;
    }

    private static Option<string[]> List(string name, string description, params string[] usual) =>
        new(name) { Description = description, CustomParser = Lists.Words, DefaultValueFactory = _ => usual };

    private static Option<int[]> Numbers(string name, string description, params int[] usual) =>
        new(name) { Description = description, CustomParser = Lists.Numbers, DefaultValueFactory = _ => usual };
}
