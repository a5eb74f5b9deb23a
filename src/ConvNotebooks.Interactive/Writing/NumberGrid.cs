using System.Text;

namespace ConvNotebooks.Interactive;

/// <summary>
/// One depth slice as rows and columns of numbers, rows y and columns x as on the page. Large slices show their first and
/// last rows and columns, as NumPy does.
/// </summary>
internal sealed class NumberGrid
{
    private const string Gap = "…";
    private readonly string title;
    private readonly string[][] lines;

    /// <summary>Takes the values that are to be shown.</summary>
    /// <param name="title">What stands above: <c>d = 0</c>.</param>
    /// <param name="width">Columns of the slice.</param>
    /// <param name="height">Rows of the slice.</param>
    /// <param name="value">The value at x, y.</param>
    /// <param name="limit">The most rows or columns shown.</param>
    /// <param name="across">What counts the columns.</param>
    /// <param name="down">What counts the rows.</param>
    public NumberGrid(string title, int width, int height, Func<int, int, float> value, int limit, string across = "x", string down = "y")
    {
        this.title = title;
        int[] xs = Shown(width, limit), ys = Shown(height, limit);
        IsWhole = xs.Length == width && ys.Length == height;
        lines =
        [
            ["", .. xs.Select(x => x < 0 ? Gap : $"{across}={x}")],
            .. ys.Select(y => (string[])[y < 0 ? Gap : $"{down}={y}", .. xs.Select(x => x < 0 || y < 0 ? Gap : Numbers.Value(value(x, y)))]),
        ];
    }

    /// <summary>Whether every value is shown.</summary>
    public bool IsWhole { get; }

    /// <summary>The grid as text.</summary>
    public string ToText()
    {
        var widths = lines[0].Select((_, c) => lines.Max(l => l[c].Length)).ToArray();
        var text = new StringBuilder(title);
        foreach (var line in lines)
            text.Append('\n').AppendJoin("  ", line.Select((cell, c) => cell.PadLeft(widths[c])));
        return text.ToString();
    }

    /// <summary>The grid as an HTML element, set beside its neighbours.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder($"<div class=\"g\">{View.Escape(title)}<table>");
        for (var r = 0; r < lines.Length; r++)
        {
            html.Append("<tr>");
            for (var c = 0; c < lines[r].Length; c++)
            {
                var tag = r == 0 || c == 0 ? "th" : "td";
                html.Append($"<{tag}>").Append(lines[r][c]).Append($"</{tag}>");
            }

            html.Append("</tr>");
        }

        return html.Append("</table></div>").ToString();
    }

    /// <summary>The indices that are shown; -1 stands for those left out.</summary>
    private static int[] Shown(int length, int limit)
    {
        if (length <= limit)
            return [.. Enumerable.Range(0, length)];
        var ends = (limit - 1) / 2;
        return [.. Enumerable.Range(0, ends), -1, .. Enumerable.Range(length - ends, ends)];
    }
}
