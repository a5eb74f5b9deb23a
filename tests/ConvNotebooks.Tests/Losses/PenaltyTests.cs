namespace ConvNotebooks.Tests.Losses;

public class PenaltyTests
{
    [Fact]
    public void L2_costs_half_the_squares()
    {
        var gradient = new Tensor(new TensorShape(1, 1, 1, 4), [1, 1, 1, 1]);
        Assert.Equal(0.5 * 0.25 * (4 + 0 + 9 + 0.25), new L2Penalty(0.25f).Forward(Weights, gradient));
        Assert.Equal([0.5f, 1, 1.75f, 1.125f], gradient.Values.ToArray());
    }

    [Fact]
    public void L1_costs_the_magnitudes()
    {
        var gradient = new Tensor(new TensorShape(1, 1, 1, 4), [1, 1, 1, 1]);
        Assert.Equal(0.25 * (2 + 0 + 3 + 0.5), new L1Penalty(0.25f).Forward(Weights, gradient));
        Assert.Equal([0.75f, 1, 1.25f, 1.25f], gradient.Values.ToArray());
    }

    /// <summary>Every length up to three rounds of the eight chains, against a plain sum of numbers that add exactly.</summary>
    [Fact]
    public void Sums_have_every_term_once()
    {
        for (var length = 1; length <= 25; length++)
        {
            var weights = Tensor.Linspace(new TensorShape(1, 1, 1, length), 1, length);
            Assert.Equal(Enumerable.Range(1, length).Sum(i => i * i) / 2.0, new L2Penalty(1).Forward(weights));
            Assert.Equal(Enumerable.Range(1, length).Sum(), new L1Penalty(1).Forward(weights));
        }
    }

    [Fact]
    public void Strength_is_at_least_0() => Assert.StartsWith("L2Penalty: strength is -1, a number of at least 0 was needed.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new L2Penalty(-1)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_gradient_has_the_axes_of_the_weights() => Assert.StartsWith("L1Penalty: a gradient [1, 1, 2, 2] (N C H W) came for weights",
        Assert.Throws<ShapeException>(() => new L1Penalty(1).Forward(Weights, new Tensor(1, 1, 2, 2))).Message, StringComparison.Ordinal);

    private static Tensor Weights => new(new TensorShape(1, 1, 1, 4), [-2, 0, 3, 0.5f]);
}
