namespace ConvNotebooks.Interactive.Tests;

public sealed class RooflineTests
{
    [Fact]
    public void The_table_says_what_the_slowest_memory_and_the_peak_allow()
    {
        var view = Roofline.Of("Two layers", 200, [new("L2", 100), new("DRAM", 20)], [new("fc", 0.5, 8), new("conv", 50, 150)]);
        Assert.Contains("peak 200 GFLOP/s; L2 100 GB/s (flat from 2 operations a byte), DRAM 20 GB/s (flat from 10 operations a byte)", view.Text, StringComparison.Ordinal);
        Assert.Matches(@"fc\s+0\.5\s+8\s+10\s+80\.0%", view.Text);
        Assert.Matches(@"conv\s+50\s+150\s+200\s+75\.0%", view.Text);
        Assert.Contains("<title>fc: 0.5 operations a byte, 8 GFLOP/s, 80.0% of what DRAM and the peak allow</title>", view.Html!, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_are_told()
    {
        Assert.StartsWith("Roofline: 0 came for fc. Give numbers above 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Roofline.Of("t", 1, [new("DRAM", 1)], [new("fc", 1, 0)])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Roofline: 0 memories and 1 layers came. Give at least one of each.",
            Assert.Throws<ArgumentException>(() => Roofline.Of("t", 1, [], [new("fc", 1, 1)])).Message, StringComparison.Ordinal);
    }
}
