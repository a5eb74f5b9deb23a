using System.Globalization;
using System.Text.RegularExpressions;

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
        Assert.Matches(@"\[14x14x512\]    conv11, … conv13  CONV 512 3x3 p1 -> RELU  ×3     196x196    7,079,424\n", view.Text);
        Assert.Contains("138,357,544 parameters", view.Html!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Vgg)]
    [InlineData("INPUT 8x8x4 -> [ADD( [CONV 4 3x3 p1 -> BN]*3 | [CONV 2 1x1 -> CONV 4 1x1]*2 | ) -> RELU]*5 -> CONCAT( FC 3 | FC 3 | FC 2 )")]
    public void Parameters_add_up_to_those_of_the_network(string notation)
    {
        var network = Network.Parse(notation);
        var sum = network.Diagram().Text.Split('\n').Skip(4).Sum(l => l.Split(' ')[^1] is var last
            && long.TryParse(last.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var parameters) ? parameters : 0);
        Assert.Equal(network.Total.Parameters.Value, sum);
    }

    [Fact]
    public void Branches_are_a_tree_in_the_text()
    {
        var text = Network.Parse("INPUT 8x8x4 -> ADD( CONV 2 1x1 -> CONCAT( CONV 2 1x1 | CONV 2 3x3 p1 ) | ) -> GAP").Diagram().Text;
        Assert.Equal(
            """
            volume           name     layers             times   sees  parameters
            ---------------------------------------------------------------------
            [8x8x4]          input    INPUT
            ├ 1 [8x8x2]      conv1    CONV 2 1x1                  1x1          10
            │   ├ 1 [8x8x2]  conv2    CONV 2 1x1                  1x1           6
            │   └ 2 [8x8x2]  conv3    CONV 2 3x3 p1               3x3          38
            │   [8x8x4]      concat1  CONCAT                      3x3           0
            └ 2 [8x8x4]               the volume before
            [8x8x4]          add1     ADD                         3x3           0
            [1x1x4]          gap1     GAP                       10x10           0
            """.ReplaceLineEndings("\n"), text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
    }

    /// <summary>Of ResNet-50's eight kinds of blocks three look different: a projection, nothing beside the filters, a projection of stride 2.</summary>
    [Fact]
    public void Branches_of_one_kind_are_drawn_once_in_a_large_network_and_it_says_so()
    {
        var html = StackNetworks.ResNet50().Diagram().Html!;
        Assert.Equal(3, Regex.Count(html, "<circle"));
        Assert.Contains("The branches of add5, add8, add9, add14, add15 are not drawn, but named below the volume that joins them.", html, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(html, ">as add2, with<"));
        Assert.Equal(2, Regex.Count(html, ">as add4, with<"));
        Assert.Contains(">| 512 1x1, 512 3x3, 2048 1x1<", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Branches_in_branches_are_drawn_to_the_fourth_and_it_says_so()
    {
        var branches = Enumerable.Range(1, 5).Aggregate("CONV 8 3x3 p1", (inside, _) => $"ADD( {inside} | )");
        var html = Network.Parse($"INPUT 8x8x8 -> {branches}").Diagram().Html!;
        Assert.Equal(4, Regex.Count(html, "<circle"));
        Assert.Contains("The branches of add1 are not drawn", html, StringComparison.Ordinal);
        Assert.Contains(">| 8 3x3<", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Volumes_laid_behind_each_other_are_seen_in_the_one_they_make()
    {
        var svg = StackNetworks.Inception(Network.Input(28, 28, 192), 64, 96, 128, 16, 32, 32).Diagram().Svg!;
        foreach (var (branch, slices) in new[] { (1, 64), (2, 128), (3, 32), (4, 32) })
            Assert.Contains($"<title>branch {branch}: {slices} of 256 slices</title>", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("<circle", svg, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INPUT 8x8x4 -> [CONV 4 3x3 p1 -> RELU]*7 -> FC 2", new[] { 1, 7, 1 })]
    [InlineData("INPUT 8x8x4 -> [CONV 4 3x3 p1 -> RELU -> CONV 4 1x1]*5 -> FC 2", new[] { 1, 5, 1 })]
    [InlineData("INPUT 8x8x4 -> CONV 4 3x3 p1 -> CONV 5 3x3 p1", new[] { 1, 1, 1 })]
    public void Repetitions_are_folded(string notation, int[] times)
    {
        var network = Network.Parse(notation);
        var nodes = StackNode.Of(network).Where(n => n.Part == n.Parts).ToList();
        Assert.Equal(times, nodes.Select(n => n.Times));
        Assert.Same(network.Stages[^1], nodes[^1].Turns[^1].Stages[^1]);
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
