using System.Text.Json.Nodes;
using static ConvNotebooks.Notebooks.Tests.Export.Notebooks;

namespace ConvNotebooks.Notebooks.Tests.Export;

public sealed class MarkdownHtmlTests
{
    [Fact]
    public void Pictures_beside_the_notebook_are_embedded()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("my images"));
        File.WriteAllBytes(folder.File("my images/dot.png"), Convert.FromBase64String(Png));

        string html = HtmlExport.ToHtml(Of(Prose("![a dot](my%20images/dot.png)")), folder: folder.Path);

        Assert.Contains($"<img src=\"data:image/png;base64,{Png}\" alt=\"a dot\"", html);
    }

    [Fact]
    public void Attached_pictures_are_embedded()
    {
        var cell = Prose("![a dot](attachment:dot.png)");
        cell.Attachments = new JsonObject { ["dot.png"] = new JsonObject { ["image/png"] = Png } };

        Assert.Contains($"<img src=\"data:image/png;base64,{Png}\" alt=\"a dot\"", HtmlExport.ToHtml(Of(cell)));
    }

    [Theory]
    [InlineData("![a cat](none.png)", "[picture: a cat]")]
    [InlineData("![](none.png)", "[picture: none.png]")]
    [InlineData("![secret](/etc/passwd)", "[picture: secret]")]
    [InlineData("![x](file:///etc/hostname.png)", "[picture: x]")]
    [InlineData("![x](attachment:none.png)", "[picture: x]")]
    [InlineData("![far](https://example.org/a.png)", "<a href=\"https://example.org/a.png\">far</a>")]
    public void Pictures_that_cannot_be_embedded_are_named(string source, string expected)
    {
        string html = Render(source);

        Assert.Contains($"<p>{expected}</p>", html);
        Assert.DoesNotContain("<img", html);
    }

    [Theory]
    [InlineData("[next](02-next.ipynb)", "href=\"02-next.html\"")]
    [InlineData("[part](02-next.ipynb#part)", "href=\"02-next.html#part\"")]
    [InlineData("[far](https://example.org/x.ipynb)", "href=\"https://example.org/x.ipynb\"")]
    [InlineData("[here](#part)", "href=\"#part\"")]
    [InlineData("[bad](javascript:alert(1))", "href=\"#\"")]
    [InlineData("[bad](DATA:text/html,x)", "href=\"#\"")]
    public void Links_lead_to_pages_and_never_run(string source, string expected) =>
        Assert.Contains(expected, Render(source));

    [Theory]
    [InlineData("<javascript:alert(1)>", "<p>javascript:alert(1)</p>")]
    [InlineData("a<br>b<sub>2</sub>", "a<br>b<sub>2</sub>")]
    [InlineData("a <b onclick=x>b</b>", "a &lt;b onclick=x&gt;b</b>")]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("<details>\n<summary>\n\nmore", "<details>\n<summary>")]
    [InlineData("x <!-- note --> y", "x  y")]
    public void Raw_html_is_text_but_for_harmless_tags(string source, string expected) =>
        Assert.Contains(expected, Render(source));

    [Fact]
    public void Tables_task_lists_and_strike_through_are_known()
    {
        string html = Render("| a | b |\n|---|--:|\n| 1 | 2 |\n\n- [x] done\n\n~~gone~~");

        Assert.Contains("<td style=\"text-align: right;\">2</td>", html);
        Assert.Contains("<input disabled=\"disabled\" type=\"checkbox\" checked=\"checked\"", html);
        Assert.Contains("<del>gone</del>", html);
    }

    private static string Render(string source)
    {
        string html = HtmlExport.ToHtml(Of(Prose(source)));
        return html[html.IndexOf("<main", StringComparison.Ordinal)..];
    }
}
