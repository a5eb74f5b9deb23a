namespace ConvNotebooks.Tests.Layers;

public class BatchNorm2dTests
{
    [Fact]
    public void In_training_every_slice_gets_mean_0_and_variance_1()
    {
        var pass = new TrainingPass(Network.Input(6, 5, 3).BatchNorm(), images: 4);
        var images = new SeededRandom(2).Gaussian(pass.InputShape, deviation: 3);
        foreach (ref var value in images.Edit())
            value += 100;
        var output = pass.Forward(images);
        for (var c = 0; c < 3; c++)
        {
            var values = Enumerable.Range(0, 4).SelectMany(n => output.Values.Slice((3 * n + c) * 30, 30).ToArray()).ToArray();
            Assert.Equal(0, values.Average(), 1e-4);
            Assert.Equal(1, values.Average(v => v * v), 1e-4);
        }
    }

    /// <summary>running = 0.9·running + 0.1·minibatch with the unbiased variance: [1, 2, 3, 4] has mean 2.5 and variance 5/3.</summary>
    [Fact]
    public void The_running_statistics_follow_the_backward_halves()
    {
        var net = Network.Input(2, 2, 1).BatchNorm();
        var layer = net.Layer<BatchNorm2d>("bn1");
        var pass = new TrainingPass(net, images: 1);
        pass.Forward(new Tensor(pass.InputShape, [1, 2, 3, 4]));
        Assert.Equal(0, layer.RunningMean.Value.Values[0]);
        pass.Backward();
        Assert.Equal(0.25f, layer.RunningMean.Value.Values[0]);
        Assert.Equal(0.9f + 0.1f * 5 / 3, layer.RunningVariance.Value.Values[0], 1e-6f);
    }

    [Fact]
    public void Inference_uses_the_running_statistics()
    {
        var layer = new BatchNorm2d(1, epsilon: 1);
        layer.RunningMean.Value.Edit()[0] = 5;
        layer.RunningVariance.Value.Edit()[0] = 3;
        layer.Scale.Value.Edit()[0] = 4;
        layer.Shift.Value.Edit()[0] = 10;
        Assert.Equal([10, 12, 6], layer.Forward(new Tensor(new TensorShape(1, 1, 1, 3), [5, 6, 3])).Values.ToArray());
    }

    [Fact]
    public void The_running_statistics_are_saved_with_the_weights()
    {
        using var folder = new TemporaryFolder();
        var net = Network.Parse("INPUT 4x4x2 -> BN -> FC 2");
        net.Layer<BatchNorm2d>("bn1").RunningMean.Value.Edit()[1] = 7;
        NetworkWeights.Save(net, folder.File("net.safetensors"));
        var loaded = Network.Parse("INPUT 4x4x2 -> BN -> FC 2", seed: 9);
        NetworkWeights.Load(loaded, folder.File("net.safetensors"));
        Assert.Equal([0, 7], loaded.Layer<BatchNorm2d>("bn1").RunningMean.Value.Values.ToArray());
        Assert.Equal(NetworkWeights.Hash(net), NetworkWeights.Hash(loaded));
        Assert.DoesNotContain("bn1.mean", net.LearnedTensors().Select(t => t.Name));
    }

    [Fact]
    public void Mistakes_are_explained()
    {
        Assert.Equal("BatchNorm2d: input volume [4x4x3] has 3 channels; the layer was built for 2. Give a volume of 2 channels, or build this one with channels: 3.",
            Assert.Throws<ShapeException>(() => new BatchNorm2d(2).OutputShape(new Shape(4, 4, 3))).Message);
        Assert.StartsWith("BatchNorm2d: momentum is 0, above 0 and at most 1 was needed. Give 0.1 unless you know better.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm2d(2, momentum: 0)).Message, StringComparison.Ordinal);
        Assert.StartsWith("BatchNorm2d: epsilon is -1, a number above 0 was needed.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm2d(2, epsilon: -1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scale_and_shift_are_counted()
    {
        var counts = Network.Input(4, 4, 3).BatchNorm().Total;
        Assert.Equal((3, 3, 48), (counts.Weights.Value, counts.Biases.Value, counts.MultiplyAdds.Value));
    }
}
