namespace ConvNotebooks.Tests.Networks;

public class NetworkPatternTests
{
    private const string Pattern = "INPUT -> [[CONV -> RELU]*N -> POOL?]*M -> [FC -> RELU]*K -> FC";

    [Fact]
    public void The_pages_pattern_is_read_and_printed()
    {
        var pattern = NetworkPattern.Parse("INPUT->[[CONV->RELU]*N->POOL?]*M->[FC->RELU]*K->FC");
        Assert.Equal(Pattern, pattern.ToString());
        Assert.Equal(["N", "M", "K"], pattern.Variables);
    }

    [Fact]
    public void An_unknown_letter_is_answered_with_those_there_are() => Assert.StartsWith(
        "NetworkPattern: no repetition is called 'Q'. There are: N, M, K.",
        Assert.Throws<ArgumentException>(() => NetworkPattern.Parse(Pattern).Bind("Q", 1)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(-1)]
    [InlineData(1001)]
    public void A_number_out_of_range_is_refused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NetworkPattern.Parse(Pattern).Bind("N", count));

    [Fact]
    public void A_bound_pattern_with_sizes_becomes_a_network() => Assert.Equal(
        "INPUT 32x32x3 -> [[CONV 16 3x3 p1 -> RELU]*2 -> POOL 2]*3 -> FC 64 -> RELU -> FC 10",
        NetworkPattern.Parse("INPUT 32x32x3 -> [[CONV 16 3x3 p1 -> RELU]*N -> POOL 2?]*M -> [FC 64 -> RELU]*K -> FC 10")
            .Bind("N", 2).Bind("M", 3).Bind("K", 1).Keep(optional: true).Build().Notation);

    [Fact]
    public void Layers_without_sizes_cannot_be_built() => Assert.StartsWith("Notation, line 1, column 1: INPUT needs a volume",
        Assert.Throws<NotationException>(() => NetworkPattern.Parse("INPUT -> FC").Build()).Message, StringComparison.Ordinal);
}
