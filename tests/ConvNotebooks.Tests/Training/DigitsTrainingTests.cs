namespace ConvNotebooks.Tests.Training;

/// <summary>A small network learns the handwritten digits, with the same bits at any number of threads and vector width.</summary>
[Collection(ComputeSettings.Name)]
public class DigitsTrainingTests
{
    [Fact]
    public void The_digits_are_learned_with_the_same_bits_at_any_number_of_threads()
    {
        using var _ = ComputeSettings.Use(Compute.VectorBits, threads: 1);
        var (net, hash) = Train(epochs: 20);
        var accuracy = Accuracy(net, Datasets.Digits().Test);
        Assert.True(accuracy >= 0.95, $"accuracy {accuracy}");
        foreach (var threads in new[] { 2, 3 })
        {
            Compute.Threads = threads;
            Assert.Equal(hash, Train(epochs: 20).Hash);
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    public void A_few_steps_have_the_same_bits_at_any_vector_width(int bits)
    {
        if (bits > Compute.VectorBits)
            return;
        string expected;
        using (ComputeSettings.Use(Compute.VectorBits, threads: 1))
            expected = Train(epochs: 1, steps: 6).Hash;
        using (ComputeSettings.Use(bits, threads: 2))
            Assert.Equal(expected, Train(epochs: 1, steps: 6).Hash);
    }

    private static (Network Network, string Hash) Train(int epochs, int steps = int.MaxValue)
    {
        var net = Network.Parse("INPUT 8x8x1 -> CONV 16 3x3 p1 -> RELU -> POOL 2 -> CONV 32 3x3 p1 -> RELU -> POOL 2 -> FC 10", seed: 7);
        var batches = Minibatches(Datasets.Digits().Train, shuffle: true);
        var pass = new TrainingPass(net, 32);
        var optimizer = new Adam(new CosineRate(0.01, 44 * 20));
        var loss = new SoftmaxCrossEntropy();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var batch in batches.Epoch(epoch).Take(steps))
            {
                pass.Forward(batch.Images, optimizer.Steps);
                loss.Forward(pass.Output, batch.Labels, pass.OutputGradient);
                pass.Backward();
                optimizer.Step(pass.Learned);
            }
        }

        return (net, string.Join(" ", pass.Learned.Select(t => t.Value.Hash())));
    }

    private static Batches Minibatches(Dataset data, bool shuffle) => new(data, 32)
    {
        Seed = 7,
        Shuffle = shuffle,
        Last = shuffle ? LastBatch.Drop : LastBatch.Keep,
        Prefetch = false,
        Transformations = shuffle ? [new RandomCrop(8, pad: 1)] : [],
    };

    private static double Accuracy(Network net, Dataset data)
    {
        var right = 0;
        foreach (var batch in Minibatches(data, shuffle: false).Epoch(0))
        {
            var scores = net.Predict(batch.Images).Values;
            for (var i = 0; i < batch.Count; i++)
            {
                var row = scores.Slice(10 * i, 10);
                right += row.IndexOf(row.ToArray().Max()) == batch.Labels[i] ? 1 : 0;
            }
        }

        return (double)right / data.Count;
    }
}
