namespace ConvNotebooks.Jupyter.Tests;

public sealed class CodePointsTests
{
    [Theory]
    [InlineData("abc", 2, 2)]
    [InlineData("a😀b", 2, 3)]
    [InlineData("😀😀", 2, 4)]
    [InlineData("ab", -1, 0)]
    [InlineData("a😀", 2, 3)]
    public void Positions_go_both_ways(string text, int points, int units)
    {
        Assert.Equal(units, CodePoints.ToUtf16(text, points));
        Assert.Equal(Math.Max(points, 0), CodePoints.FromUtf16(text, units));
    }

    [Fact]
    public void A_position_past_the_end_is_the_end() => Assert.Equal(3, CodePoints.ToUtf16("a😀", int.MaxValue));
}
