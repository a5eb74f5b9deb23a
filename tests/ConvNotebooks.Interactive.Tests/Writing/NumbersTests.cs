namespace ConvNotebooks.Interactive.Tests;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "0")]
    [InlineData(-3, "-3")]
    [InlineData(0.5, "0.5")]
    [InlineData(0.123456, "0.1235")]
    [InlineData(0.0123456, "0.01235")]
    [InlineData(0.000123456, "0.0001235")]
    [InlineData(0.0000123456, "1.235e-05")]
    [InlineData(-1.23456, "-1.235")]
    [InlineData(12.3456, "12.346")]
    [InlineData(123.456, "123.46")]
    [InlineData(1234.56, "1234.6")]
    [InlineData(9999999, "9999999")]
    [InlineData(123456789, "1.235e+08")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    public void A_value_keeps_the_digits_that_matter(double value, string text) => Assert.Equal(text, Numbers.Value(value));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1,023 B")]
    [InlineData(1024, "1 KiB")]
    [InlineData(49_152, "48 KiB")]
    [InlineData(12_845_056, "12.3 MiB")]
    [InlineData(long.MaxValue, "8 EiB")]
    public void Bytes_are_in_the_largest_unit(long bytes, string text) => Assert.Equal(text, Numbers.Bytes(bytes));

    [Theory]
    [InlineData(912, "912")]
    [InlineData(9_999, "9,999")]
    [InlineData(138_357_544, "138.36M")]
    [InlineData(30_730, "30.73k")]
    public void A_large_number_in_short(double value, string text) => Assert.Equal(text, Numbers.Compact(value));

    [Fact]
    public void A_summary_leaves_what_is_no_number_out_of_range_and_mean()
    {
        var summary = TensorSummary.Of([1, float.NaN, 3, float.NegativeInfinity, 0, -2]);
        Assert.Equal(new TensorSummary(-2, 3, 0.5, 1, 1, 1), summary);
        Assert.Equal("1 NaN, 1 infinite", summary.Flaws);
        Assert.Equal(new TensorSummary(0, 0, 0, 0, 2, 0), TensorSummary.Of([float.NaN, float.NaN]));
    }
}
