using System.CommandLine;

namespace ConvNotebooks.Benchmarks;

/// <summary>The verb <c>conv</c>: convolutions of known networks, each against every peer in interleaved rounds.</summary>
internal static class ConvCommand
{
    public static Command Create()
    {
        var pass = MeasuringOptions.List("--pass", "forward, input-gradient, filter-gradient; several joined by commas.", "forward");
        var shapes = MeasuringOptions.List("--shapes", $"{string.Join(", ", ShapeTables.Names)}, or files with one shape a line.",
            "alexnet", "vgg16", "resnet50", "cifar");
        var only = new Option<string>("--only") { Description = "Only shapes whose line contains this text, such as 3x3." };
        var algorithm = new Option<ConvAlgorithm>("--algorithm") { Description = "Ours: how to compute." };
        var measuring = new MeasuringOptions(PeerList.Names);
        var command = new Command("conv", "Compares convolutions.") { pass, shapes, only, algorithm };
        measuring.AddTo(command);
        command.SetAction(parsed => new ConvBenchmark
        {
            Passes = [.. parsed.GetValue(pass)!.Select(PassWords.Parse)],
            Peers = measuring.Peers(parsed),
            Threads = measuring.Threads(parsed),
            Batches = measuring.Batches(parsed),
            Shapes = [.. ShapeTables.Of(parsed.GetValue(shapes)!).Where(s => s.ToString().Contains(parsed.GetValue(only) ?? "", StringComparison.Ordinal))],
            Algorithm = parsed.GetValue(algorithm),
            Rounds = measuring.Rounds(parsed),
            Output = measuring.Output(parsed),
        }.Run());
        return command;
    }
}
