using System.Globalization;
using System.Net;
using System.Text;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Writes a notebook as one self-contained HTML page: styles, pictures and the charts' script are inside, no request
/// goes out, and only the page's own scripts can run. The same notebook gives the same bytes.
/// </summary>
public static class HtmlExport
{
    /// <summary>The page of one notebook.</summary>
    /// <param name="document">The notebook, usually executed.</param>
    /// <param name="title">The page's title; the first heading when left out.</param>
    /// <param name="folder">
    /// The notebook's folder, where relative pictures are read; the current folder when left out. A picture that is not
    /// there leaves its description on the page.
    /// </param>
    /// <param name="indexPage">A page to link back to, such as <c>index.html</c>; none when left out.</param>
    public static string ToHtml(
        NotebookDocument document, string? title = null, string? folder = null, string? indexPage = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        var outline = new Outline();
        var markdown = new MarkdownHtml(outline, folder ?? ".");
        var outputs = new OutputHtml(markdown);
        Dictionary<CodeCell, string> code = CSharpHtml.Highlight([.. document.Cells.OfType<CodeCell>()]);
        var body = new StringBuilder();
        foreach (Cell cell in document.Cells)
        {
            switch (cell)
            {
                case MarkdownCell prose:
                    body.Append("<section class=\"prose\">\n").Append(markdown.Render(prose.Source, prose.Attachments))
                        .Append("</section>\n");
                    break;
                case CodeCell { Source: "", Outputs: [] }:
                    break;
                case CodeCell run:
                    body.Append(CultureInfo.InvariantCulture, $"<section class=\"cell\" id=\"cell-id={WebUtility.HtmlEncode(run.Id)}\">\n{Input(run, code[run])}");
                    foreach (Output output in run.Outputs)
                        body.Append(outputs.Render(output));
                    body.Append("</section>\n");
                    break;
            }
        }

        string name = title ?? outline.Title ?? "Notebook";
        string heading = outline.Headings.Any(h => h.Level == 1) ? "" : $"<h1>{WebUtility.HtmlEncode(name)}</h1>\n";
        string content = $"{Contents(outline, indexPage)}<main id=\"content\">\n{heading}{body}</main>\n";
        return HtmlPage.Render(name, content, outputs.HasCharts, outputs.Players);
    }

    private static string Input(CodeCell cell, string code)
    {
        string count = cell.ExecutionCount?.ToString(CultureInfo.InvariantCulture) ?? "\u00a0";
        return $"<div class=\"input\"><span class=\"count\">In\u00a0[{count}]</span>"
            + $"<pre class=\"code\" tabindex=\"0\"><code>{code}</code></pre></div>\n";
    }

    private static string Contents(Outline outline, string? indexPage)
    {
        string back = indexPage is null ? "" : $"<p><a href=\"{WebUtility.HtmlEncode(indexPage)}\">← All notebooks</a></p>\n";
        var entries = new StringBuilder();
        foreach (Heading heading in outline.Contents)
        {
            entries.Append(CultureInfo.InvariantCulture,
                $"<li class=\"level{heading.Level}\"><a href=\"#{heading.Id}\">{WebUtility.HtmlEncode(heading.Text)}</a></li>\n");
        }

        return $"<nav aria-label=\"Contents\">\n{back}" + (entries.Length == 0 ? "" : $"<ul>\n{entries}</ul>\n") + "</nav>\n";
    }
}
