using System.CommandLine;

namespace ConvNotebooks.Benchmarks;

/// <summary>The verb <c>net</c>: whole networks on the same weights.</summary>
internal static class NetCommand
{
    public static Command Create()
    {
        var models = MeasuringOptions.List("--model", $"{string.Join(", ", NetModel.Names)}; several joined by commas.", NetModel.Names);
        var algorithm = new Option<ConvAlgorithm>("--algorithm") { Description = "Ours: how to compute convolutions." };
        var profile = new Option<bool>("--profile") { Description = "Times each step instead: ours, and ONNX Runtime's as it reports them." };
        var measuring = new MeasuringOptions("onnxruntime", "torch");
        var command = new Command("net", "Compares whole networks.") { models, algorithm, profile };
        measuring.AddTo(command);
        command.SetAction(parsed => new NetBenchmark
        {
            Models = parsed.GetValue(models)!,
            Peers = measuring.Peers(parsed),
            Threads = measuring.Threads(parsed),
            Batches = measuring.Batches(parsed),
            Algorithm = parsed.GetValue(algorithm),
            Profile = parsed.GetValue(profile),
            Rounds = measuring.Rounds(parsed),
            Output = measuring.Output(parsed),
        }.Run());
        return command;
    }
}
