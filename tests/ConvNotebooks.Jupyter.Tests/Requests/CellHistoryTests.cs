namespace ConvNotebooks.Jupyter.Tests;

public sealed class CellHistoryTests
{
    private static CellHistory Sample()
    {
        var history = new CellHistory();
        history.Add(1, "var a = 1;", null);
        history.Add(2, "a + 1", "2");
        history.Add(3, "a + 2", "3");
        history.Add(4, "a + 1", "2");
        return history;
    }

    [Fact]
    public void Tail_gives_the_last_ones_oldest_first() => Assert.Equal([3, 4], Sample().Tail(2).Select(e => e.Line));

    [Fact]
    public void Range_stops_before_its_end() => Assert.Equal([2, 3], Sample().Range(0, 2, 4).Select(e => e.Line));

    [Fact]
    public void Other_sessions_are_empty() => Assert.Empty(Sample().Range(-1, 0, 9));

    [Theory]
    [InlineData("a*", false, new[] { 2, 3, 4 })]
    [InlineData("a*", true, new[] { 3, 4 })]
    [InlineData("a ? 1", false, new[] { 2, 4 })]
    [InlineData("*a*1*", false, new[] { 1, 2, 4 })]
    [InlineData("b*", false, new int[0])]
    public void Search_matches_the_whole_cell(string pattern, bool unique, int[] lines) =>
        Assert.Equal(lines, Sample().Search(pattern, null, unique).Select(e => e.Line));

    [Fact]
    public void Search_gives_at_most_n() => Assert.Equal([4], Sample().Search("a*", 1, false).Select(e => e.Line));
}
