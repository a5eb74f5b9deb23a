using System.Text.RegularExpressions;
using static ConvNotebooks.Notebooks.Tests.Export.Notebooks;

namespace ConvNotebooks.Notebooks.Tests.Export;

public sealed class HtmlExportTests
{
    [Fact]
    public void The_first_heading_is_the_title_and_the_others_are_the_contents()
    {
        string html = HtmlExport.ToHtml(Of(
            Prose("# Layers & `volumes`\n\nText."), Prose("## Set-up"), Prose("### Details\n\n#### Deeper"), Prose("## Set-up")));

        Assert.Contains("<title>Layers &amp; volumes</title>", html);
        Assert.Single(Regex.Matches(html, "<h1"));
        string nav = Regex.Match(html, "<nav.*?</nav>", RegexOptions.Singleline).Value;
        Assert.Equal(["set-up", "details", "set-up-2"], Regex.Matches(nav, "href=\"#([^\"]+)\"").Select(m => m.Groups[1].Value));
        foreach (string id in (string[])["set-up", "details", "set-up-2"])
            Assert.Single(Regex.Matches(html, $"id=\"{id}\""));
    }

    [Fact]
    public void A_given_title_goes_before_the_heading_and_becomes_one_where_there_is_none()
    {
        string html = HtmlExport.ToHtml(Of(Prose("Only text.")), "A <title>");

        Assert.Contains("<title>A &lt;title&gt;</title>", html);
        Assert.Contains("<h1>A &lt;title&gt;</h1>", html);
    }

    [Fact]
    public void A_notebook_without_cells_is_a_page()
    {
        string html = HtmlExport.ToHtml(Of());

        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", html, StringComparison.Ordinal);
        Assert.Contains("<h1>Notebook</h1>", html);
        Assert.EndsWith("</html>\n", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_show_their_counts_and_those_that_did_not_run_a_blank()
    {
        var cell = Code("1 + 1", Result(("text/plain", "2")));
        cell.ExecutionCount = 12;
        string html = HtmlExport.ToHtml(Of(cell, new CodeCell { Source = "x" }, new CodeCell()));

        Assert.Equal(["In\u00a0[12]", "In\u00a0[\u00a0]", "Out\u00a0[1]"],
            Regex.Matches(html, "<span class=\"count\">([^<]+)</span>").Select(m => m.Groups[1].Value).Order());
    }

    [Fact]
    public void The_same_notebook_gives_the_same_bytes()
    {
        NotebookDocument Document() => Of(
            Prose("# Title\n\n$x^2$"), Code("var x = 1;\nx", Result(("text/plain", "1"))), Code("chart", Chart("a")));

        Assert.Equal(HtmlExport.ToHtml(Document()), HtmlExport.ToHtml(Document()));
        Assert.DoesNotContain('\r', HtmlExport.ToHtml(Document()));
    }

    [Fact]
    public void Nothing_is_loaded_from_anywhere()
    {
        string html = HtmlExport.ToHtml(Of(
            Prose("# T\n\n![remote](https://example.org/a.png) ![other](//example.org/b.png) [link](https://example.org)"),
            Code("chart", Chart("a"), Result(("image/png", Png)), Result(("image/svg+xml", "<svg/>")))));

        Assert.Empty(Regex.Matches(html, "<(?:img|script|iframe|source|link)\\b[^>]*\\b(?:src|href)\\s*=\\s*\"(?!data:)", RegexOptions.IgnoreCase));
        Assert.DoesNotContain("<link", html);
        Assert.DoesNotContain("@import", html);
        Assert.Contains("default-src 'none'", html);
    }

    [Fact]
    public void Plotly_is_there_once_and_only_with_charts()
    {
        string without = HtmlExport.ToHtml(Of(Code("1", Result(("text/plain", "1")))));
        string with = HtmlExport.ToHtml(Of(Code("a", Chart("a")), Code("b", Chart("b"))));

        Assert.DoesNotContain("<script", without);
        Assert.Contains("script-src 'none'", without);
        Assert.InRange(without.Length, 1_000, 50_000);
        Assert.Single(Regex.Matches(with, Regex.Escape("if(window.Plotly)return;")));
        Assert.Equal(2, Regex.Count(with, "<script type=\"application/json\">"));
        Assert.Equal(4, Regex.Count(with, "</script>"));
    }

    [Fact]
    public void Every_script_that_runs_is_named_by_its_hash()
    {
        string html = HtmlExport.ToHtml(Of(Code("a", Chart("a"))));

        foreach (Match script in Regex.Matches(html, "<script>(.*?)</script>", RegexOptions.Singleline))
        {
            byte[] hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(script.Groups[1].Value));
            Assert.Contains($"'sha256-{Convert.ToBase64String(hash)}'", html);
        }
    }

    [Fact]
    public void It_can_lead_back_to_an_index()
    {
        Assert.Contains("<a href=\"index.html\">", HtmlExport.ToHtml(Of(Prose("# T")), indexPage: "index.html"));
        Assert.DoesNotContain("index.html", HtmlExport.ToHtml(Of(Prose("# T"))));
    }
}
