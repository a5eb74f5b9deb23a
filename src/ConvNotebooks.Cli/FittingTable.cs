using Spectre.Console;

namespace ConvNotebooks.Cli;

/// <summary>A column of a table that leaves columns out where the terminal has no room for all.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Cell">What stands in a row.</param>
/// <param name="Rank">Columns of the highest rank are left out first, those of rank 0 never.</param>
/// <param name="IsNumber">Whether it is flush right.</param>
/// <param name="Wraps">Whether its cells are broken into lines where there is still no room.</param>
/// <param name="Footer">What stands below a line at the end.</param>
internal sealed record FittingColumn<T>(
    string Name, Func<T, string> Cell, int Rank = 0, bool IsNumber = false, bool Wraps = false, string? Footer = null);

/// <summary>Writes a table as wide as the terminal, without broken numbers: what has no room is left out, and named.</summary>
internal static class FittingTable
{
    /// <summary>Blanks that a table sets around each of its columns, and one at its end.</summary>
    private const int Around = 3;

    /// <summary>Writes the table.</summary>
    /// <returns>The headings of the columns that were left out.</returns>
    public static IReadOnlyList<string> Write<T>(Screen screen, IReadOnlyList<FittingColumn<T>> columns, IReadOnlyList<T> rows)
    {
        List<FittingColumn<T>> shown = [.. columns];
        while (shown.Sum(Width) + 1 > screen.Width && shown.MaxBy(column => column.Rank) is { Rank: > 0 } least)
            shown.Remove(least);

        var table = new Table { Border = TableBorder.Simple, ShowFooters = columns.Any(column => column.Footer is not null) };
        foreach (FittingColumn<T> column in shown)
        {
            table.AddColumn(new TableColumn(column.Name)
            {
                Alignment = column.IsNumber ? Justify.Right : Justify.Left,
                NoWrap = !column.Wraps,
                Footer = new Text(column.Footer ?? ""),
            });
        }

        foreach (T row in rows)
            table.AddRow(shown.Select(column => new Text(column.Cell(row))));
        screen.Show(table);
        return [.. columns.Except(shown).Select(column => column.Name)];

        int Width(FittingColumn<T> column) =>
            rows.Select(column.Cell).Concat([column.Name, column.Footer ?? ""]).Max(text => text.Length) + Around;
    }
}
