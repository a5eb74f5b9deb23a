namespace ConvNotebooks.Tests.Training;

[Collection(ComputeSettings.Name)]
public sealed class TrainerTests : IDisposable
{
    private const string Notation = "INPUT 8x8x1 -> CONV 12 3x3 p1 nobias -> BN -> RELU -> POOL 2 -> DROPOUT 0.1 -> FC 10";
    private static readonly DatasetPair Digits = Datasets.Digits();
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_learns_validates_and_reports()
    {
        var validation = new Batches(Digits.Test, 100) { Transformations = [Normalization.Of(Digits.Train)] };
        var (steps, epochs) = (new List<StepReport>(), new List<EpochReport>());
        var net = Network.Parse(Notation, seed: 3);
        var history = new Trainer(net, Minibatches(), new SoftmaxCrossEntropy(), new Adam(0.01))
        {
            Epochs = 4,
            Validation = validation,
            OnStep = steps.Add,
            OnEpoch = epochs.Add,
        }.Run();

        Assert.Equal((StopReason.Finished, 4, 4L * 45), (history.Reason, history.Epochs.Count, history.Steps));
        Assert.Equal(history.Epochs, epochs);
        Assert.Equal(Enumerable.Range(1, 180).Select(i => (long)i), steps.Select(s => s.Step));
        Assert.Equal((4, 45, 45), (steps[^1].Epoch, steps[^1].Batch, steps[^1].Batches));
        Assert.Equal(steps.Take(44).Sum(s => 32 * s.Loss) + 29 * steps[44].Loss, 1437 * epochs[0].Loss, 1e-6);
        Assert.True(epochs[^1].Validation!.Accuracy > 0.85 && epochs[^1].Loss < epochs[0].Loss / 2, history.ToString());
        Assert.Equal(Evaluation.Of(net, validation, new SoftmaxCrossEntropy()).Accuracy, epochs[^1].Validation!.Accuracy);
        Assert.Equal(NetworkWeights.Hash(net), history.WeightsHash);
        Assert.Matches(@"^epoch 1: loss \d\.\d{3}, accuracy \d+\.\d%; validation loss \d\.\d{3}, accuracy \d+\.\d%, top 5 \d+\.\d% of 360 images \(best\)$", epochs[0].ToString());
        Assert.Matches(@"^step 1, epoch 1 \(1/45\): loss \d\.\d{4}, accuracy \d+\.\d%$", steps[0].ToString());
    }

    /// <summary>Adam, batch normalisation, dropout and augmentation: one bit less anywhere and the hashes differ.</summary>
    [Theory]
    [InlineData(512, 2)]
    [InlineData(256, 3)]
    [InlineData(128, 5)]
    [InlineData(512, 8)]
    public void The_weights_are_the_same_at_any_width_and_number_of_threads(int bits, int threads)
    {
        if (bits > Compute.VectorBits)
            return;
        string expected, actual;
        using (ComputeSettings.Use(Compute.VectorBits, 1))
            expected = Train(batches: Minibatches(prefetch: false)).WeightsHash;
        using (ComputeSettings.Use(bits, threads))
            actual = Train(batches: Minibatches()).WeightsHash;
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(45)]
    [InlineData(50)]
    public void A_cancelled_run_goes_on_from_its_checkpoint_with_the_same_bits(int steps)
    {
        var expected = Train(epochs: 2);
        using var cancellation = new CancellationTokenSource();
        var cut = Train(epochs: 2, folder: folder.Path, onStep: report =>
        {
            if (report.Step == steps)
                cancellation.Cancel();
        }, cancellation: cancellation.Token);
        Assert.Equal((StopReason.Cancelled, steps), (cut.Reason, cut.Steps));

        var resumed = Train(epochs: 2, resume: folder.File("last"));
        Assert.Equal((expected.WeightsHash, expected.Steps), (resumed.WeightsHash, resumed.Steps));
        // Records with the same figures: the sums of the epoch that was cut went on too.
        Assert.Equal(expected.Epochs[^1].Loss, resumed.Epochs[^1].Loss);
    }

    [Fact]
    public void A_run_stops_when_nothing_gets_better_and_the_best_weights_are_kept()
    {
        var net = Network.Parse("INPUT 8x8x1 -> FC 10", seed: 3);
        var weights = new List<string>();
        var history = new Trainer(net, Minibatches(), new SoftmaxCrossEntropy(), new Sgd(2))
        {
            Epochs = 50,
            Patience = 2,
            KeepBest = true,
            Folder = folder.Path,
            Validation = new Batches(Digits.Test, 100),
            OnEpoch = _ => weights.Add(NetworkWeights.Hash(net)),
        }.Run();
        Assert.Equal(StopReason.EarlyStop, history.Reason);
        Assert.Equal(history.Best!.Epoch + 2, history.Epochs[^1].Epoch);
        Assert.Equal(history.Epochs.Min(e => e.Validation!.Loss), history.Best.Validation!.Loss);
        Assert.Equal(weights[history.Best.Epoch - 1], history.WeightsHash);
        NetworkWeights.Set(net, Checkpoint.Load(folder.File("best")).Weights);
        Assert.Equal(history.WeightsHash, NetworkWeights.Hash(net));
    }

    [Fact]
    public void A_resumed_run_knows_its_best_epoch_and_when_to_stop()
    {
        Trainer Stubborn(int epochs) => new(Network.Parse("INPUT 8x8x1 -> FC 10", seed: 3), Minibatches(), new SoftmaxCrossEntropy(), new Sgd(2))
        {
            Epochs = epochs,
            Patience = 2,
            KeepBest = true,
            Folder = folder.Path,
            Validation = new Batches(Digits.Test, 100),
        };
        var whole = Stubborn(50).Run();
        var resumed = Stubborn(50);
        resumed.Resume(folder.File("last"));
        var history = resumed.Run();
        Assert.Equal((StopReason.EarlyStop, whole.WeightsHash), (history.Reason, history.WeightsHash));
        Assert.Empty(history.Epochs);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        using var _ = ComputeSettings.Use(Compute.VectorBits, threads: 1);
        var allocated = new List<long>(100);
        new Trainer(Network.Parse(Notation), new Batches(Digits.Train[..320], 32) { Prefetch = false }, new SoftmaxCrossEntropy(), new Adam(0.001))
        {
            Epochs = 1,
            Penalty = new L2Penalty(0.001f),
            ClipNorm = 1,
            OnStep = _ => allocated.Add(GC.GetAllocatedBytesForCurrentThread()),
        }.Run();
        Assert.Equal(10, allocated.Count);
        Assert.Equal(0, allocated[^1] - allocated[3]);
    }

    [Fact]
    public void A_diverging_run_stops_with_step_layer_and_advice_and_keeps_the_last_checkpoint()
    {
        Train(epochs: 1, folder: folder.Path);
        var net = Network.Parse("INPUT 8x8x1 -> CONV 12 3x3 -> RELU -> FC 10");
        var error = Assert.Throws<TrainingDivergedException>(() =>
            new Trainer(net, Minibatches(), new SoftmaxCrossEntropy(), new Sgd(1e30)) { Folder = folder.File("x") }.Run());
        Assert.Equal((2, "fc1"), (error.Step, error.Layer));
        Assert.StartsWith("Trainer: the loss is NaN at step 2; ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(". Lower the learning rate (1e+30 now) by a factor of 10, limit the gradients (ClipNorm = 1), or normalise the images.", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("x")));

        error = Assert.Throws<TrainingDivergedException>(() =>
            new Trainer(Network.Parse("INPUT 8x8x1 -> CONV 12 3x3 -> FC 10"), Minibatches(), new SoftmaxCrossEntropy(), new Sgd(1e6)).Run());
        Assert.Contains("has the largest activations", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_refused()
    {
        Train(epochs: 1, folder: folder.Path);
        Trainer Other(string notation = Notation, ulong weights = 3, double rate = 0.01, int size = 32, ulong seed = 7) =>
            new(Network.Parse(notation, weights), new Batches(Digits.Train, size) { Seed = seed }, new SoftmaxCrossEntropy(), new Adam(rate));
        foreach (var (trainer, problem) in new[]
        {
            (Other(Notation + " -> SOFTMAX"), $"is of the network {Notation}, and this run has {Notation} -> SOFTMAX"),
            (Other(rate: 0.02), "is of the hyperparameters beta1 0.9, beta2 0.999, epsilon 1E-08, learning rate 0.01, and this run has beta1 0.9, beta2 0.999, epsilon 1E-08, learning rate 0.02"),
            (Other(size: 16), "is of the batch size 32, and this run has 16"),
            (Other(seed: 8), "is of the seed 7, and this run has 8"),
            (Other(weights: 4), "is of the network seed 3, and this run has 4"),
        })
        {
            Assert.Equal($"Trainer: the checkpoint '{folder.File("last")}' {problem}. Resume with what it was saved with, or begin a new run.",
                Assert.Throws<CheckpointException>(() => trainer.Resume(folder.File("last"))).Message);
        }
    }

    [Fact]
    public void Images_and_classes_that_do_not_fit_are_explained()
    {
        Assert.Equal("Trainer: images of [8x8x1] come, and the network begins with [9x9x1]. Begin it with INPUT 8x8x1, or crop the images.",
            Assert.Throws<ShapeException>(() => new Trainer(Network.Parse("INPUT 9x9x1 -> FC 10"), Minibatches(), new SoftmaxCrossEntropy(), new Adam(0.1))).Message);
        Assert.Equal("Trainer: the network ends with [1x1x3], and Digits has 10 classes. End it with FC 10.",
            Assert.Throws<ShapeException>(() => new Trainer(Network.Parse("INPUT 8x8x1 -> FC 3"), Minibatches(), new SoftmaxCrossEntropy(), new Adam(0.1))).Message);
    }

    private static Batches Minibatches(bool prefetch = true) => new(Digits.Train, 32)
    {
        Seed = 7,
        Prefetch = prefetch,
        Transformations = [new RandomCrop(8, pad: 1), Normalization.Of(Digits.Train)],
    };

    private static TrainingHistory Train(Batches? batches = null, int epochs = 1, ulong seed = 3, string? folder = null, string? resume = null,
        Action<StepReport>? onStep = null, CancellationToken cancellation = default)
    {
        var trainer = new Trainer(Network.Parse(Notation, seed), batches ?? Minibatches(), new SoftmaxCrossEntropy(), new Adam(0.01))
        {
            Epochs = epochs,
            Folder = folder,
            OnStep = onStep,
        };
        if (resume is not null)
            trainer.Resume(resume);
        return trainer.Run(cancellation);
    }
}
