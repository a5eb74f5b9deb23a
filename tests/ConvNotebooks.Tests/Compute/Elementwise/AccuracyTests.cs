using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

/// <summary>The polynomials against the platform's float64 functions, at every 997th float32 there is.</summary>
public class AccuracyTests
{
    [Fact]
    public void The_exponential_is_within_one_unit_in_the_last_place() =>
        Assert.InRange(WorstError(Exponential.Exp, Math.Exp, -110, 100), 0, 1.0);

    [Fact]
    public void The_logarithm_is_within_one_unit_in_the_last_place() =>
        Assert.InRange(WorstError(Logarithm.Log, Math.Log, 0, float.MaxValue), 0, 1.0);

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(89f, float.PositiveInfinity)]
    [InlineData(-104f, 0f)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.NaN, float.NaN)]
    public void The_exponential_at_its_ends(float x, float expected) => Assert.Equal(expected, Exponential.Exp(x));

    [Theory]
    [InlineData(1f, 0f)]
    [InlineData(0f, float.NegativeInfinity)]
    [InlineData(-1f, float.NaN)]
    [InlineData(float.NegativeInfinity, float.NaN)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.Epsilon, -103.27893f)]
    [InlineData(float.NaN, float.NaN)]
    public void The_logarithm_at_its_ends(float x, float expected) => Assert.Equal(expected, Logarithm.Log(x));

    /// <summary>The largest error in units of the last place of the true value's float32 binade.</summary>
    private static double WorstError(Func<float, float> ours, Func<double, double> exact, float low, float high)
    {
        var worst = 0.0;
        for (long bits = int.MinValue; bits <= int.MaxValue; bits += 997)
        {
            var x = BitConverter.Int32BitsToSingle((int)bits);
            if (!(x >= low && x <= high) || x == 0)
                continue;
            var truth = exact(x);
            if (Math.Abs(truth) > float.MaxValue)
            {
                Assert.Equal(float.PositiveInfinity, ours(x));
                continue;
            }

            var exponent = truth == 0 ? -126 : Math.Max(-126, Math.ILogB(truth));
            worst = Math.Max(worst, Math.Abs(ours(x) - truth) / Math.ScaleB(1, exponent - 23));
        }

        return worst;
    }
}
