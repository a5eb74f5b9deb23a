namespace ConvNotebooks.Tests.Checkpoints;

/// <summary>A run that is cut off within an epoch and resumed from disk ends with the bits of one that was not.</summary>
public sealed class ResumeTests : IDisposable
{
    private const string Notation = "INPUT 8x8x1 -> CONV 8 3x3 p1 -> RELU -> POOL 2 -> FC 10";
    private static readonly Dataset Digits = Datasets.Digits().Train[..200];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Weights_are_the_same_with_prefetching_and_after_a_resume(bool prefetch, bool resume)
    {
        var expected = Train(Network.Parse(Notation, seed: 3), new AdamW(new CosineRate(0.01, 30)), prefetch: false, from: null, steps: 30);
        if (!resume)
        {
            Assert.Equal(expected, Train(Network.Parse(Notation, seed: 3), new AdamW(new CosineRate(0.01, 30)), prefetch, from: null, steps: 30));
            return;
        }

        // 12 batches an epoch: step 17 is within the second.
        Train(Network.Parse(Notation, seed: 3), new AdamW(new CosineRate(0.01, 30)), prefetch, from: null, steps: 17);
        Assert.Equal(expected, Train(Network.Parse(Notation, seed: 99), new AdamW(new CosineRate(0.01, 30)), prefetch, Checkpoint.Load(folder.File("run")), steps: 30));
    }

    private string Train(Network network, Optimizer optimizer, bool prefetch, Checkpoint? from, int steps)
    {
        if (from is not null)
            NetworkWeights.Set(network, from.Weights);
        var pass = new TrainingPass(network, 16);
        if (from is not null)
            optimizer.Restore(from.State.Steps, pass.Learned, from.OptimizerState);

        var loss = new SoftmaxCrossEntropy();
        var batches = new Batches(Digits, 16) { Seed = 4, Prefetch = prefetch, Last = LastBatch.Drop, Transformations = [new RandomCrop(8, pad: 1), new HorizontalFlip()] };
        for (var (epoch, first) = (from?.State.Epoch ?? 0, from?.State.Batch ?? 0); optimizer.Steps < steps; (epoch, first) = (epoch + 1, 0))
        {
            foreach (var batch in batches.Epoch(epoch, first))
            {
                pass.Forward(batch.Images, optimizer.Steps);
                loss.Forward(pass.Output, batch.Labels, pass.OutputGradient);
                pass.Backward();
                optimizer.Step(pass.Learned);
                if (optimizer.Steps == steps)
                {
                    Save(network, optimizer, batch);
                    break;
                }
            }
        }

        return NetworkWeights.Hash(network);
    }

    private void Save(Network network, Optimizer optimizer, Batch last) => new Checkpoint(new TrainingState
    {
        Network = network.Notation,
        Optimizer = optimizer.GetType().Name,
        Hyperparameters = TrainingState.HyperparametersOf(optimizer),
        Data = Digits.Sha256,
        Seed = 4,
        Steps = optimizer.Steps,
        Epoch = last.Epoch,
        Batch = last.Number + 1,
    }, NetworkWeights.Of(network), optimizer.State).Save(folder.File("run"));
}
