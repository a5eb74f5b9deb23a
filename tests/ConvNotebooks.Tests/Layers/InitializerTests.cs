namespace ConvNotebooks.Tests.Layers;

public class InitializerTests
{
    private static readonly TensorShape Filters = new(64, 16, 3, 3);

    /// <summary>Fan-in 16·3·3 = 144, fan-out 64·3·3 = 576; sample moments of 9,216 values within five standard errors.</summary>
    [Theory]
    [InlineData("He normal", 2.0 / 144)]
    [InlineData("He uniform", 2.0 / 144)]
    [InlineData("Glorot normal", 2.0 / (144 + 576))]
    [InlineData("Glorot uniform", 2.0 / (144 + 576))]
    public void The_variance_follows_from_the_fans(string name, double variance)
    {
        var values = Named(name).Make(new SeededRandom(11), Filters).Values.ToArray();
        Assert.Equal(0, values.Average(), 5 * Math.Sqrt(variance / values.Length));
        Assert.Equal(variance, values.Average(v => (double)v * v), 5 * variance * Math.Sqrt(2.0 / values.Length));
        var largest = values.Max(MathF.Abs);
        if (name.EndsWith("uniform", StringComparison.Ordinal))
            Assert.InRange(largest, 0.999 * Math.Sqrt(3 * variance), 1.0001 * Math.Sqrt(3 * variance));
        else
            Assert.InRange(largest, 3 * Math.Sqrt(variance), 6 * Math.Sqrt(variance));
    }

    [Fact]
    public void Fans_can_be_given()
    {
        var wide = Initializer.GlorotUniform.Make(new SeededRandom(1), new TensorShape(10, 8, 4, 4), fanOut: 10);
        var bound = (float)Math.Sqrt(6.0 / (8 * 4 * 4 + 10));
        Assert.All(wide.Values.ToArray(), v => Assert.InRange(v, -bound, bound));
        Assert.InRange(wide.Values.ToArray().Max(), 0.99f * bound, bound);
    }

    [Fact]
    public void A_layer_begins_with_He() => Assert.Equal(
        Initializer.HeNormal.Make(new SeededRandom(3, 4), Filters).Hash(),
        new Conv2d(16, 64, 3) { Seed = 3, Stream = 4 }.Weights.Value.Hash());

    [Fact]
    public void A_fan_of_0_is_refused() => Assert.StartsWith("Initializer: fanIn is 0",
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.HeNormal.Make(new SeededRandom(1), Filters, fanIn: 0)).Message, StringComparison.Ordinal);

    private static Initializer Named(string name) =>
        new[] { Initializer.HeNormal, Initializer.HeUniform, Initializer.GlorotNormal, Initializer.GlorotUniform }.Single(i => i.ToString() == name);
}
