using System.Globalization;
using System.Text;

namespace ConvNotebooks.Interactive;

/// <summary>
/// Rows and columns that can be written as text and as HTML, so that both say the same. A column whose heading begins with
/// <c>&gt;</c> is flush right.
/// </summary>
/// <param name="headings">The columns; none for a table of two columns, what and value.</param>
internal sealed class Table(params string[] headings)
{
    private const int LongCell = 40;

    private readonly List<(Cell[] Cells, bool Total)> rows = [];

    /// <summary>Cells of more characters than this are broken into lines, in the text too; when null only long ones, and only in HTML.</summary>
    public int? Width { get; init; }

    /// <summary>Whether the HTML is set in smaller type, its fourth column broken into lines: for tables of many columns.</summary>
    public bool IsDense { get; init; }

    /// <summary>Adds a row.</summary>
    public Table Row(params Cell[] cells)
    {
        rows.Add((cells, false));
        return this;
    }

    /// <summary>Adds the rows of another table.</summary>
    public Table Rows(Table other)
    {
        rows.AddRange(other.rows);
        return this;
    }

    /// <summary>Adds a row that sums up those above, set off by a line.</summary>
    public Table Total(params Cell[] cells)
    {
        rows.Add((cells, true));
        return this;
    }

    /// <summary>The table as text: two blanks between columns, a rule under the headings and above a total.</summary>
    public string ToText()
    {
        var lines = rows.Select(r => (r.Total, Cells: Array.ConvertAll(r.Cells, c => Broken(c.Text)))).ToList();
        var head = headings.Select(h => Broken(Heading(h))).ToArray();
        var widths = Enumerable.Range(0, Columns)
            .Select(c => lines.Select(l => l.Cells).Append(head).Max(l => c < l.Length ? l[c].Max(t => t.Length) : 0)).ToArray();
        var rule = new string('-', widths.Sum() + 2 * (Columns - 1));

        var text = new StringBuilder();
        if (headings.Length > 0)
            text.Append(Lines(head, widths)).Append(rule).Append('\n');
        foreach (var (total, cells) in lines)
            text.Append(total ? $"{rule}\n" : "").Append(Lines(cells, widths));

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>The table as an HTML element.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder(IsDense ? "<table class=\"s\">" : "<table>");
        if (headings.Length > 0)
        {
            html.Append("<thead><tr>");
            for (var c = 0; c < Columns; c++)
                html.Append(Right(c) ? "<th class=\"r\">" : "<th>").Append(View.Escape(Heading(headings[c]))).Append("</th>");
            html.Append("</tr></thead>");
        }

        html.Append("<tbody>");
        foreach (var (cells, total) in rows)
        {
            html.Append(total ? "<tr class=\"t\">" : "<tr>");
            for (var c = 0; c < Columns; c++)
                html.Append(Html(c, c < cells.Length ? cells[c] : ""));
            html.Append("</tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }

    private int Columns => headings.Length > 0 ? headings.Length : rows.Max(r => r.Cells.Length);

    private bool Right(int column) => column < headings.Length && headings[column].StartsWith('>');

    private string Html(int column, Cell cell)
    {
        var content = View.Escape(cell.Text);
        string[] classes =
        [
            .. Right(column) ? ["r"] : Array.Empty<string>(),
            .. headings.Length == 0 && column == 0 ? ["k"] : Array.Empty<string>(),
            .. content.Length > (Width ?? LongCell) ? ["w"] : Array.Empty<string>(),
        ];
        var narrow = Width is { } width && classes.Contains("w") ? string.Create(CultureInfo.InvariantCulture, $" style=\"min-width:{width / 2}em\"") : "";
        return (classes.Length == 0 ? "<td>" : $"<td class=\"{string.Join(' ', classes)}\"{narrow}>")
            + (cell.Link is null ? content : $"<a href=\"{View.Escape(cell.Link)}\">{content}</a>") + "</td>";
    }

    private static string Heading(string heading) => heading.TrimStart('>');

    /// <summary>A cell's lines, broken at blanks.</summary>
    private List<string> Broken(string cell)
    {
        List<string> lines = [cell];
        while (lines[^1].Length > Width && lines[^1].LastIndexOf(' ', Width.Value) is > 0 and var blank)
        {
            lines.Add(lines[^1][(blank + 1)..]);
            lines[^2] = lines[^2][..blank];
        }

        return lines;
    }

    private string Lines(List<string>[] cells, int[] widths)
    {
        var text = new StringBuilder();
        for (var i = 0; i < cells.Max(c => c.Count); i++)
            text.Append(Line([.. cells.Select(c => i < c.Count ? c[i] : "")], widths)).Append('\n');
        return text.ToString();
    }

    private string Line(string[] cells, int[] widths) => string.Join("  ", widths.Select((width, c) =>
    {
        var cell = c < cells.Length ? cells[c] : "";
        return Right(c) ? cell.PadLeft(width) : cell.PadRight(width);
    })).TrimEnd();
}

/// <summary>A cell of a <see cref="Table"/>.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Link">Where it leads in HTML, relative to the notebook; null for nowhere.</param>
internal readonly record struct Cell(string Text, string? Link = null)
{
    public static implicit operator Cell(string text) => new(text);
}
