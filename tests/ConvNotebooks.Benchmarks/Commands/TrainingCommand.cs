using System.CommandLine;

namespace ConvNotebooks.Benchmarks;

/// <summary>The verb <c>train</c>: training steps, forward to update.</summary>
internal static class TrainingCommand
{
    public static Command Create()
    {
        var models = MeasuringOptions.List("--model", $"{string.Join(", ", TrainingCase.Models)}; several joined by commas.", TrainingCase.Usual);
        var algorithm = new Option<ConvAlgorithm>("--algorithm")
        {
            Description = "Ours: how to compute convolutions; the usual algorithms are measured beside it.",
        };
        var epoch = new Option<bool>("--epoch")
        {
            Description = "Instead of steps, one whole epoch of LeNet-5 on MNIST's 60,000 images (random ones where its files are not here), once for each case.",
        };
        var measuring = new MeasuringOptions("torch") { UsualBatches = [32, 128] };
        var command = new Command("train", "Compares training steps: forward, loss, backward, update.") { models, algorithm, epoch };
        measuring.AddTo(command);
        command.SetAction(parsed => parsed.GetValue(epoch) ? Epoch(measuring, parsed) : new TrainingBenchmark
        {
            Models = parsed.GetValue(models)!,
            Torch = measuring.Peers(parsed).Contains("torch"),
            Algorithm = parsed.GetValue(algorithm),
            Threads = measuring.Threads(parsed),
            Batches = measuring.Batches(parsed),
            Rounds = measuring.Rounds(parsed),
            Output = measuring.Output(parsed),
        }.Run());
        return command;
    }

    private static int Epoch(MeasuringOptions measuring, ParseResult parsed) => new EpochBenchmark
    {
        Torch = measuring.Peers(parsed).Contains("torch"),
        Threads = measuring.Threads(parsed),
        Batches = measuring.Batches(parsed),
        Rounds = measuring.Rounds(parsed),
        Output = measuring.Output(parsed),
    }.Run();
}
