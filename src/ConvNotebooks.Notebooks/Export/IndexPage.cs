using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;

namespace ConvNotebooks.Notebooks;

/// <summary>One notebook in the list of an index page.</summary>
/// <param name="Page">The address of its page, relative to the index, such as <c>01-layers.html</c>; null without one.</param>
/// <param name="Title">Its title.</param>
/// <param name="Summary">A sentence or paragraph on it; may be empty.</param>
/// <param name="Cells">How many code cells it has.</param>
/// <param name="Succeeded">Whether every cell ran.</param>
/// <param name="Result">How the run ended, in words: <c>passed</c>, <c>cell 3: DivideByZeroException</c>.</param>
public sealed partial record IndexEntry(string? Page, string Title, string Summary, int Cells, bool Succeeded, string Result)
{
    /// <summary>The entry of a notebook, its title and summary taken from its first heading, after the number that its file name begins with, and first paragraph.</summary>
    /// <param name="document">The notebook.</param>
    /// <param name="page">The address of its page, relative to the index.</param>
    /// <param name="succeeded">Whether every cell ran.</param>
    /// <param name="result">How the run ended, in words.</param>
    public static IndexEntry Of(NotebookDocument document, string page, bool succeeded, string result)
    {
        ArgumentNullException.ThrowIfNull(document);
        List<Block> blocks = [.. document.Cells.OfType<MarkdownCell>().SelectMany(cell => Markdown.Parse(cell.Source).ToList())];
        string? title = blocks.OfType<HeadingBlock>().Select(block => MarkdownHtml.Words(block.Inline)).FirstOrDefault();
        string? summary = blocks.OfType<ParagraphBlock>().Select(block => MarkdownHtml.Words(block.Inline)).FirstOrDefault();
        string name = Path.GetFileNameWithoutExtension(page);
        return new IndexEntry(page, title is null ? name : $"{Number().Match(name).Groups["number"].Value} {title}".TrimStart(), summary ?? "",
            document.Cells.OfType<CodeCell>().Count(cell => cell.Source.Trim().Length > 0), succeeded, result);
    }

    /// <summary>The number by which other notebooks name one, as in <c>03-stride-padding-and-fit</c>.</summary>
    [GeneratedRegex(@"^(?<number>\d+)[-_ .]")]
    private static partial Regex Number();
}

/// <summary>The page that lists the notebooks of a run and leads to their pages; it makes no request either.</summary>
public static class IndexPage
{
    /// <summary>The list as HTML; the same entries give the same bytes.</summary>
    /// <param name="entries">The notebooks, in the order to show.</param>
    /// <param name="title">The page's title.</param>
    public static string ToHtml(IEnumerable<IndexEntry> entries, string title = "Notebooks")
    {
        ArgumentNullException.ThrowIfNull(entries);
        var rows = new StringBuilder();
        foreach (IndexEntry entry in entries)
        {
            string summary = entry.Summary.Length == 0 ? "" : $"<p>{WebUtility.HtmlEncode(entry.Summary)}</p>";
            string name = WebUtility.HtmlEncode(entry.Title);
            string link = entry.Page is { } page ? $"<a href=\"{WebUtility.HtmlEncode(Address(page))}\">{name}</a>" : name;
            rows.Append(CultureInfo.InvariantCulture, $"""
                <tr><td>{link}{summary}</td>
                <td class="number">{entry.Cells}</td>
                <td class="result {(entry.Succeeded ? "good" : "bad")}">{WebUtility.HtmlEncode(entry.Result)}</td></tr>

                """);
        }

        string heading = WebUtility.HtmlEncode(title);
        return HtmlPage.Render(title, $"""
            <main id="content">
            <h1>{heading}</h1>
            <table class="notebooks">
            <thead><tr><th scope="col">Notebook</th><th scope="col" class="number">Cells</th><th scope="col">Result</th></tr></thead>
            <tbody>
            {rows}</tbody>
            </table>
            </main>

            """, charts: false);
    }

    private static string Address(string page) => string.Join('/', page.Split('/').Select(Uri.EscapeDataString));
}
