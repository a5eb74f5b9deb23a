using static ConvNotebooks.Notebooks.Tests.Export.Notebooks;

namespace ConvNotebooks.Notebooks.Tests.Export;

public sealed class CSharpHtmlTests
{
    [Fact]
    public void Words_are_coloured_by_what_they_mean()
    {
        string html = Render("// note\nvar list = new List<int> { 1 };\nlist.Add(2);\nvar s = $\"<{list}>\\n\";");

        Assert.Contains("<span class=\"c\">// note</span>", html);
        Assert.Contains("<span class=\"k\">var</span> list = <span class=\"k\">new</span> <span class=\"t\">List</span>", html);
        Assert.Contains("list.<span class=\"f\">Add</span>(<span class=\"n\">2</span>)", html);
        Assert.Contains("<span class=\"e\">\\n</span>", html);
        Assert.Contains("&lt;", html);
    }

    [Fact]
    public void A_cell_knows_the_types_of_the_cells_before_it()
    {
        string html = Render("record Point(int X);", "Point.Equals(new Point(1), null)");

        Assert.Contains("<span class=\"t\">Point</span>.<span class=\"f\">Equals</span>", html);
    }

    [Theory]
    [InlineData("this is <no> C# at all \" ' (", "&lt;no&gt;")]
    [InlineData("#!net\nINPUT 32x32x3 -> FC 10", "#!net\nINPUT 32x32x3 -&gt; FC 10")]
    [InlineData("#r \"nothing.dll\"\n#load \"nothing.csx\"\n1", "nothing.dll")]
    [InlineData("await Task.Delay(1);", "await")]
    public void Whatever_it_is_it_stays_readable(string source, string expected) => Assert.Contains(expected, Render(source));

    private static string Render(params string[] sources)
    {
        string html = HtmlExport.ToHtml(Of([.. sources.Select(source => Code(source))]));
        return html[html.IndexOf("<main", StringComparison.Ordinal)..];
    }
}
