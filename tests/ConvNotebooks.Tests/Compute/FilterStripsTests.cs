using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

public class FilterStripsTests
{
    [Theory]
    [InlineData(16, 1, 4)]
    [InlineData(8, 2, 2)]
    [InlineData(4, 2, 2)]
    public void StripsHoldEveryFilterOnceInWholeVectorsButTheLast(int lanes, int fewest, int most)
    {
        for (var filters = 1; filters <= 600; filters++)
        {
            var strips = FilterStrips.Wide(filters, lanes);
            var next = 0;
            for (var strip = 0; strip < strips.Count; strip++)
            {
                var (first, count) = strips[strip];
                Assert.Equal(next, first);
                Assert.Equal(0, first % lanes);
                Assert.InRange(strips.VectorsOf(count), strip == strips.Count - 1 ? 1 : fewest, strips.Most);
                next = first + count;
            }

            Assert.Equal(filters, next);
            Assert.InRange(strips.Most, 2, most);
        }
    }

    [Theory]
    [InlineData(16, "16")]
    [InlineData(40, "40")]
    [InlineData(64, "64")]
    [InlineData(80, "32 48")]
    [InlineData(112, "48 64")]
    [InlineData(208, "48 48 48 64")]
    [InlineData(256, "64 64 64 64")]
    public void WideStripsAreEvenlyFilled(int filters, string expected)
    {
        var strips = FilterStrips.Wide(filters, 16);
        Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, strips.Count).Select(strip => strips[strip].Count)));
    }
}
