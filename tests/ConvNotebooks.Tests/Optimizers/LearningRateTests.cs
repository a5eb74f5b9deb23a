namespace ConvNotebooks.Tests.Optimizers;

public class LearningRateTests
{
    [Fact]
    public void A_number_is_a_constant_rate()
    {
        LearningRate rate = 0.25;
        Assert.Equal((0.25, 0.25), (rate.At(0), rate.At(1_000_000)));
        Assert.Equal(new ConstantRate(0.25), rate);
    }

    [Fact]
    public void A_step_rate_falls_at_its_steps()
    {
        var rate = new StepRate(0.8, every: 10, factor: 0.5);
        Assert.Equal([0.8, 0.8, 0.4, 0.4, 0.2], new long[] { 0, 9, 10, 19, 20 }.Select(rate.At));
    }

    /// <summary>The closed form that PyTorch documents for CosineAnnealingLR.</summary>
    [Fact]
    public void A_cosine_rate_falls_along_a_cosine()
    {
        var rate = new CosineRate(1, 8, final: 0.1);
        for (var step = 0; step <= 8; step++)
            Assert.Equal(0.1 + 0.9 * (1 + Math.Cos(Math.PI * step / 8)) / 2, rate.At(step), 1e-15);
        Assert.Equal([1, 0.55, 0.1, 0.1], new long[] { 0, 4, 8, 100 }.Select(rate.At), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void A_warm_up_rises_and_then_follows()
    {
        var rate = new WarmUp(4, new StepRate(1, every: 2, factor: 0.5));
        Assert.Equal([0.25, 0.5, 0.75, 1, 1, 1, 0.5], Enumerable.Range(0, 7).Select(step => rate.At(step)));
    }

    [Fact]
    public void Our_power_and_cosine_are_those_of_the_platform_up_to_rounding()
    {
        for (var i = 0; i <= 1000; i++)
        {
            Assert.Equal(double.CosPi(i / 1000.0), FixedMath.CosineOfPi(i / 1000.0), 5e-16);
            Assert.Equal(Math.Pow(0.999, i * 7), FixedMath.Power(0.999, i * 7), 1e-14);
        }
    }

    /// <summary>Computed in Python, whose floats are IEEE 754 doubles, with the same sums and products.</summary>
    [Fact]
    public void Their_bits_stay_the_same()
    {
        Assert.Equal(ExpectedCosine, BitConverter.DoubleToInt64Bits(new CosineRate(0.1, 781).At(123)));
        Assert.Equal(ExpectedPower, BitConverter.DoubleToInt64Bits(new StepRate(0.1, 1, 0.97).At(1001)));
    }

    private const long ExpectedCosine = 0x3fb810a36b68d260, ExpectedPower = 0x3cf9d3965cdc59cd;

    [Fact]
    public void Says_what_it_is() => Assert.Equal("rising for 5 steps, then 0.1, times 0.5 every 30 steps",
        new WarmUp(5, new StepRate(0.1, 30, 0.5)).ToString());

    [Fact]
    public void Numbers_are_checked()
    {
        Assert.StartsWith("StepRate: factor is 0, a number above 0 was needed. Give something like 0.1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new StepRate(1, 1, 0)).Message, StringComparison.Ordinal);
        Assert.StartsWith("CosineRate: final is -1, a number of at least 0 was needed.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new CosineRate(1, 1, -1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("WarmUp: steps is 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => new WarmUp(0, 1.0)).Message, StringComparison.Ordinal);
    }
}
