using ConvNotebooks.Interactive.Views;

namespace ConvNotebooks.Interactive.Tests;

public sealed class StackDiagramTests
{
    private const string Vgg = "INPUT 224x224x3 -> [CONV 64 3x3 p1 -> RELU]*2 -> POOL 2 -> [CONV 128 3x3 p1 -> RELU]*2 -> POOL 2 -> "
        + "[CONV 256 3x3 p1 -> RELU]*3 -> POOL 2 -> [[CONV 512 3x3 p1 -> RELU]*3 -> POOL 2]*2 -> [FC 4096 -> RELU]*2 -> FC 1000";

    [Fact]
    public void Vgg_fits_a_page_with_its_repetitions_folded()
    {
        var view = Network.Parse(Vgg).Diagram();
        var pixels = new Pixels(view.Png);
        Assert.InRange(pixels.Width, 600, 828);
        Assert.InRange(pixels.Height, 300, 700);
        Assert.Contains("[14x14x512]    CONV 512 3x3 p1 -> RELU  ×3", view.Text, StringComparison.Ordinal);
        Assert.Contains("138,357,544 parameters", view.Html!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INPUT 8x8x4 -> [CONV 4 3x3 p1 -> RELU]*7 -> FC 2", new[] { 1, 7, 1 })]
    [InlineData("INPUT 8x8x4 -> [CONV 4 3x3 p1 -> RELU -> CONV 4 1x1]*5 -> FC 2", new[] { 1, 5, 1 })]
    [InlineData("INPUT 8x8x4 -> CONV 4 3x3 p1 -> CONV 5 3x3 p1", new[] { 1, 1, 1 })]
    public void Repetitions_are_folded(string notation, int[] times)
    {
        var network = Network.Parse(notation);
        var folds = StackFold.Of(StackBlock.Of(network));
        Assert.Equal(times, folds.Select(f => f.Times));
        Assert.Same(network.Stages[^1], folds[^1].Last.Stages[^1]);
    }

    [Fact]
    public void A_very_long_stack_says_what_is_not_drawn()
    {
        var notation = "INPUT 64x64x3" + string.Concat(Enumerable.Range(1, 45).Select(k => $" -> CONV {k} 1x1"));
        Assert.Contains("6 more volumes are not drawn.", Network.Parse(notation).Diagram().Html!, StringComparison.Ordinal);
    }

    /// <summary>Row 50: VGG-16's parameters and, with its ReLUs apart, 28,785,128 values, the input's among them, are 109.8 MiB.</summary>
    [Fact]
    public void The_ledger_counts_what_the_page_counts()
    {
        var text = Network.Parse(Vgg).MemoryLedger().Text;
        var total = text.Split('\n').Single(l => l.StartsWith("total", StringComparison.Ordinal));
        Assert.Matches(@"^total\s+109\.8 MiB\s+109\.3 MiB\s+527\.8 MiB\s+527\.8 MiB\s+527\.8 MiB\s+1\.8 GiB$", total);
        Assert.Contains("Forward, everything kept: 637.6 MiB.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_its_own_names_its_language() => Assert.StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"",
        Network.Input(8, 8, 1).Conv(2, size: 3).Diagram().Svg, StringComparison.Ordinal);
}
