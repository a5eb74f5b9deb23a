using System.Text.RegularExpressions;
using static ConvNotebooks.Notebooks.Tests.Export.Notebooks;

namespace ConvNotebooks.Notebooks.Tests.Export;

public sealed class IndexPageTests
{
    [Fact]
    public void An_entry_takes_title_paragraph_and_cells_from_the_notebook()
    {
        NotebookDocument document = Of(
            Prose("# Layers *and* volumes\n\nFirst `paragraph`,\ntwo lines.\n\nSecond."), Code("1"), Code(" "), Code("2"));

        Assert.Equal(
            new IndexEntry("a.html", "Layers and volumes", "First paragraph, two lines.", 2, true, "passed"),
            IndexEntry.Of(document, "a.html", succeeded: true, "passed"));
        Assert.Equal("03 Layers and volumes", IndexEntry.Of(document, "lessons/03-layers.html", succeeded: true, "passed").Title);
        Assert.Equal("02-x", IndexEntry.Of(Of(), "02-x.html", succeeded: true, "passed").Title);
    }

    [Fact]
    public void The_page_lists_and_escapes()
    {
        IndexEntry[] entries =
        [
            new("a b.html", "A <title>", "A & summary.", 3, true, "passed"),
            new("c.html", "C", "", 1, false, "cell 2: <E>"),
        ];

        string html = IndexPage.ToHtml(entries, "All & more");

        Assert.Contains("<title>All &amp; more</title>", html);
        Assert.Contains("<a href=\"a%20b.html\">A &lt;title&gt;</a><p>A &amp; summary.</p>", html);
        Assert.Contains("<td class=\"result good\">passed</td>", html);
        Assert.Contains("<td class=\"result bad\">cell 2: &lt;E&gt;</td>", html);
        Assert.Equal(2, Regex.Count(html, "<td class=\"number\">"));
        Assert.DoesNotContain("<script", html);
        Assert.Equal(html, IndexPage.ToHtml(entries, "All & more"));
    }
}
