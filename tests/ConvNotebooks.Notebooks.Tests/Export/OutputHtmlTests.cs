using System.Text.Json.Nodes;
using static ConvNotebooks.Notebooks.Tests.Export.Notebooks;

namespace ConvNotebooks.Notebooks.Tests.Export;

public sealed class OutputHtmlTests
{
    private const string Evil = "<script>alert('x')</script>&\"";

    [Fact]
    public void A_chart_has_its_picture_for_pages_without_JavaScript()
    {
        string html = Page(Chart("</script><b>"));

        Assert.Contains($"<noscript><img src=\"data:image/png;base64,{Png}\" alt=\"chart &lt;/script&gt;&lt;b&gt;\"></noscript>", html);
        Assert.DoesNotContain("</script><b>", html);
        Assert.Contains("\\u003C/script\\u003E\\u003Cb\\u003E", html);
    }

    [Fact]
    public void A_chart_without_a_picture_leaves_its_text()
    {
        var chart = Result(("application/vnd.plotly.v1+json", "{\"data\":[]}"), ("text/plain", "bars of <layers>"));

        Assert.Contains("<noscript><pre tabindex=\"0\">bars of &lt;layers&gt;</pre></noscript>", Page(chart));
    }

    [Theory]
    [InlineData("text/html", "<table><tr><td>1</td></tr></table>", "<div class=\"html\" tabindex=\"0\"><table><tr><td>1</td></tr></table></div>")]
    [InlineData("image/svg+xml", "<svg/>", "<img src=\"data:image/svg+xml;base64,PHN2Zy8+\" alt=\"plain\">")]
    [InlineData("image/png", "AA==\n", "<img src=\"data:image/png;base64,AA==\" alt=\"plain\">")]
    [InlineData("text/markdown", "**bold**", "<strong>bold</strong>")]
    [InlineData("text/latex", "$<x$", "<math display=\"block\"><mo>&lt;</mo><mi>x</mi></math>")]
    public void The_richest_form_is_shown(string type, string content, string expected)
    {
        string html = Page(Result(("text/plain", "plain\nsecond line"), (type, content)));

        Assert.Contains(expected, html);
        Assert.DoesNotContain("second line", html);
    }

    [Fact]
    public void Links_to_notebooks_in_HTML_lead_to_their_pages_and_to_the_cell()
    {
        string html = Page(Result(
            ("text/plain", "a"), ("text/html", "<a href=\"02-b.ipynb#cell-id=02-07\">b</a><a href=\"https://a.b/c.ipynb\">c</a> d.ipynb")));

        Assert.Contains("<a href=\"02-b.html#cell-id=02-07\">b</a><a href=\"https://a.b/c.ipynb\">c</a> d.ipynb", html);
        Assert.Contains("id=\"cell-id=", html);
    }

    [Fact]
    public void A_picture_keeps_the_size_and_words_of_its_metadata()
    {
        var notes = new JsonObject { ["image/png"] = new JsonObject { ["width"] = 320, ["height"] = 200, ["alt"] = "a \"cat\"" } };
        var output = new DisplayOutput(new MimeBundle().With("image/png", Png), notes);

        Assert.Contains("alt=\"a &quot;cat&quot;\" width=\"320\" height=\"200\">", Page(output));
    }

    [Fact]
    public void Text_is_escaped_in_every_kind_of_output()
    {
        string html = Page(
            new StreamOutput("stdout", Evil), new StreamOutput("stderr", Evil), Result(("text/plain", Evil)),
            Result(("image/png", "\"><script>"), ("text/plain", Evil)), Result(("text/markdown", Evil)),
            new ErrorOutput("E", Evil, [Evil]), new ErrorOutput(Evil, Evil, []));

        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("alert('x')", html);
    }

    [Fact]
    public void Streams_and_errors_are_told_apart()
    {
        string html = Page(new StreamOutput("stdout", "out"), new StreamOutput("stderr", "err"), new ErrorOutput("Kind", "why", []));

        Assert.Contains("<div class=\"output stream\"><pre tabindex=\"0\">out</pre></div>", html);
        Assert.Contains("<div class=\"output stream stderr\"><pre tabindex=\"0\">err</pre></div>", html);
        Assert.Contains("<div class=\"output error\"><pre tabindex=\"0\">Kind: why</pre></div>", html);
    }

    [Fact]
    public void A_value_of_unknown_type_is_named() =>
        Assert.Contains("[application/x-thing: this page cannot show it]", Page(Result(("application/x-thing", "?"))));

    [Theory]
    [InlineData("\u001b[31mred\u001b[0m plain", "<span class=\"fg1\">red</span> plain")]
    [InlineData("\u001b[1;4;97mx", "<span class=\"fg15 bold underlined\">x</span>")]
    [InlineData("\u001b[38;2;1;2;255mx\u001b[39my", "<span style=\"color:#0102ff;\">x</span>y")]
    [InlineData("\u001b[48;5;196mx", "<span style=\"background:#ff0000;\">x</span>")]
    [InlineData("\u001b[2J\u001b]0;title\u0007a\u001b[Kb\u0008", "ab")]
    [InlineData("10%\r50%\r100%\nnext\r\n", "100%\nnext\n")]
    [InlineData("\u001b[38mx\u001b[38;5mx\u001b[;m<", "xx&lt;")]
    public void Terminal_colours_become_spans(string text, string expected) =>
        Assert.Contains($"<pre tabindex=\"0\">{expected}</pre>", Page(new StreamOutput("stdout", text)));

    private static string Page(params Output[] outputs)
    {
        string html = HtmlExport.ToHtml(Of(Code("1", outputs)));
        return html[html.IndexOf("<main", StringComparison.Ordinal)..html.IndexOf("</main>", StringComparison.Ordinal)];
    }
}
