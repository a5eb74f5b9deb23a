using System.Diagnostics;
using System.Globalization;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// A run of <c>train --epoch</c>: one whole epoch of LeNet-5, by our trainer and by a plain loop in PyTorch, from the same weights.
/// Ours makes its minibatches from bytes, shuffled and prefetched; PyTorch's images are floats in memory before the clock starts,
/// and a minibatch is a choice of rows from them.
/// </summary>
internal sealed class EpochBenchmark
{
    private const double Rate = 0.01;
    private const string Model = "lenet5";

    public required bool Torch { get; init; }

    public required int[] Threads { get; init; }

    public required int[] Batches { get; init; }

    public required Rounds Rounds { get; init; }

    public required string? Output { get; init; }

    public int Run()
    {
        using var session = new Session([], ConvAlgorithm.Auto);
        var data = EpochData.Load();
        Console.WriteLine($"{data.Name}: {data.Count} images");
        var reason = "not asked for";
        using var torch = Torch ? TorchProcess.Start("torch_train.py", out reason) : null;
        Console.WriteLine(torch is null ? $"torch: left out, {reason}" : $"torch {torch.Hello["version"]}, BLAS {torch.Hello["blas"]}");
        var images = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(images, data.Bytes);
            var results = (from b in Batches from t in Threads select Measure(new TrainingCase(Model, b, t), data, images, torch)).ToList();
            session.Finish(Output, Rounds, new { torch = torch?.Hello, data = data.Name, data.Count, results }, results.Select(Line));
            return 0;
        }
        finally
        {
            File.Delete(images);
        }
    }

    private static EpochResult Measure(TrainingCase c, Dataset data, string images, TorchProcess? torch)
    {
        Compute.Threads = c.Threads;

        // The first steps compile; the epoch that counts begins with weights and an optimizer of its own.
        Train(c, data[..(c.Batch * 50)]);
        var (seconds, loss) = Train(c, data);
        if (torch is null)
            return new(c.Batch, c.Threads, seconds, loss, null, null, null);
        var answer = torch.Ask(new
        {
            @do = "epoch",
            threads = c.Threads,
            input = new[] { c.InputShape.N, c.InputShape.C, c.InputShape.H, c.InputShape.W },
            classes = c.Classes,
            rate = Rate,
            momentum = TrainingCase.Momentum,
            layers = c.Network.Stages.Select(NetTorch.Layer),
            images,
            labels = data.Labels.ToArray(),
        });
        return new(c.Batch, c.Threads, seconds, loss, answer["algorithm"]!.GetValue<string>(), answer["seconds"]!.GetValue<double>(),
            answer["loss"]!.GetValue<double>());
    }

    private static (double Seconds, double Loss) Train(TrainingCase c, Dataset data)
    {
        var trainer = new Trainer(new TrainingCase(c.Model, c.Batch, c.Threads).Network, new Batches(data, c.Batch), new SoftmaxCrossEntropy(),
            new Sgd(Rate, TrainingCase.Momentum))
        {
            Epochs = 1,
        };
        var clock = Stopwatch.StartNew();
        var history = trainer.Run();
        return (clock.Elapsed.TotalSeconds, history.Epochs[0].Loss);
    }

    private static string Line(EpochResult r) => string.Create(CultureInfo.InvariantCulture, $"{Model} epoch, batch {r.Batch} threads {r.Threads}: ")
        + (r.Peer is { } peer
            ? string.Create(CultureInfo.InvariantCulture,
                $"ratio {peer / r.Ours:F3} ours {r.Ours:F2} s peer {peer:F2} s ({r.Algorithm}); mean loss {r.Loss:F4} and {r.PeerLoss:F4}")
            : string.Create(CultureInfo.InvariantCulture, $"ours {r.Ours:F2} s; mean loss {r.Loss:F4}"));
}

/// <summary>Seconds and mean losses of an epoch.</summary>
internal sealed record EpochResult(int Batch, int Threads, double Ours, double Loss, string? Algorithm, double? Peer, double? PeerLoss);
