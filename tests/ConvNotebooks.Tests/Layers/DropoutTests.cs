namespace ConvNotebooks.Tests.Layers;

public class DropoutTests
{
    private static readonly Tensor Ones = Filled(new TensorShape(3, 7, 41, 37));

    [Fact]
    public void The_rate_is_dropped_and_the_rest_scaled()
    {
        var output = Train(seed: 1, step: 0).Values.ToArray();
        Assert.Equal(0.3, output.Count(v => v == 0) / (double)output.Length, 0.01);
        Assert.All(output, v => Assert.True(v == 0 || v == 1 / 0.7f));
    }

    [Fact]
    public void The_mask_follows_from_seed_step_and_layer_alone()
    {
        var mask = Train(seed: 1, step: 5).Hash();
        Assert.Equal(mask, Train(seed: 1, step: 5).Hash());
        Assert.NotEqual(mask, Train(seed: 1, step: 6).Hash());
        Assert.NotEqual(mask, Train(seed: 2, step: 5).Hash());
        Assert.NotEqual(mask, Train(seed: 1, step: 5, "INPUT 37x41x7 -> RELU -> DROPOUT 0.3").Hash());
    }

    /// <summary>The mask's places in the documented stream, one number after the other.</summary>
    [Fact]
    public void The_mask_is_the_documented_stream()
    {
        var random = new SeededRandom(1, (3UL << 56) + (5UL << 16) + 1);
        var expected = Enumerable.Range(0, Ones.Values.Length).Select(_ => random.NextBits() < (uint)(0.3 * 4294967296.0) ? 0 : 1 / 0.7f).ToArray();
        Assert.Equal(expected, Train(seed: 1, step: 5).Values.ToArray());
    }

    [Fact]
    public void Inference_drops_nothing() =>
        Assert.Equal(Ones.Hash(), Network.Input(37, 41, 7).Dropout(0.9).Predict(Ones).Hash());

    [Fact]
    public void A_rate_of_1_is_refused() => Assert.StartsWith(
        "Dropout: rate is 1, at least 0 and below 1 was needed. Give the share of neurons to drop, such as 0.5.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(1)).Message, StringComparison.Ordinal);

    private static Tensor Train(ulong seed, long step, string notation = "INPUT 37x41x7 -> DROPOUT 0.3") =>
        new TrainingPass(Network.Parse(notation, seed), images: 3).Forward(Ones, step);

    private static Tensor Filled(TensorShape shape)
    {
        var tensor = new Tensor(shape);
        tensor.Edit().Fill(1);
        return tensor;
    }
}
