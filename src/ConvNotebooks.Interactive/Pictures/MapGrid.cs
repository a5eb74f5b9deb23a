using ConvNotebooks.Interactive.Drawing;
using ConvNotebooks.Interactive.Readouts;

namespace ConvNotebooks.Interactive;

/// <summary>Small maps in rows and columns under a title, each pixel a square, with a bar that explains the colours.</summary>
internal sealed class MapGrid
{
    /// <summary>The widest a grid becomes, in pixels.</summary>
    public const int PageWidth = 900;

    private const int Margin = 10;
    private const int Gap = 6;
    private const int Header = 30;
    private const double Small = 11;

    /// <summary>The line above the grid.</summary>
    public required string Title { get; init; }

    /// <summary>How many maps there are to draw.</summary>
    public required int Count { get; init; }

    /// <summary>Maps in one row.</summary>
    public required int Columns { get; init; }

    /// <summary>Values of a map along x and y.</summary>
    public required (int Width, int Height) Size { get; init; }

    /// <summary>Pixels of the picture along the side of one value.</summary>
    public required int Zoom { get; init; }

    /// <summary>The colour of map, x, y.</summary>
    public required Func<int, int, int, int> Color { get; init; }

    /// <summary>The label before each row.</summary>
    public required Func<int, string> RowLabel { get; init; }

    /// <summary>The label above each column; null for none.</summary>
    public Func<int, string>? ColumnLabel { get; init; }

    /// <summary>What stands behind each row; null for nothing.</summary>
    public Func<int, string>? RowEnd { get; init; }

    /// <summary>The scale to explain; null for colours that explain themselves.</summary>
    public ColorScale? Scale { get; init; }

    /// <summary>Columns that make a grid about twice as wide as high, its rows all full where a few more columns do that.</summary>
    public static int ColumnsFor(int count)
    {
        var columns = 1;
        while (columns * columns < 2 * count)
            columns++;
        columns = Math.Min(count, columns);
        return Enumerable.Range(columns, columns / 2 + 1).FirstOrDefault(c => count % c == 0, columns);
    }

    /// <summary>The largest zoom at which a row fits the picture and a map stays within <paramref name="largest"/> pixels.</summary>
    public static int ZoomFor(int columns, (int Width, int Height) size, int largest) => Math.Max(1, Math.Min(
        (PageWidth / columns - Gap) / size.Width, Math.Min(largest / size.Width, largest / size.Height)));

    private int Rows => (Count + Columns - 1) / Columns;

    private int Left => Margin + (int)Widest(RowLabel) + 8;

    private int Top => Header + (ColumnLabel is null ? 0 : 16);

    private (int Width, int Height) Cell => (Size.Width * Zoom + Gap, Size.Height * Zoom + Gap);

    /// <summary>Where the values of every map are in the picture.</summary>
    /// <param name="name">What a map is called.</param>
    /// <param name="values">Its values.</param>
    /// <param name="planes">The names of its planes, where it has several.</param>
    public IEnumerable<ReadoutArea> Areas(Func<int, string> name, Func<int, float[]> values, params string[] planes) =>
        Enumerable.Range(0, Count).Select(i => new ReadoutArea(name(i), Left + i % Columns * Cell.Width, Top + i / Columns * Cell.Height, Zoom, Size.Width, Size.Height)
        {
            Values = values(i),
            Scale = Scale,
            Planes = planes.Length == 0 ? [""] : planes,
        });

    /// <summary>Draws the grid.</summary>
    public Canvas Draw()
    {
        var (rows, left, top) = (Rows, Left, Top);
        var (cellWidth, cellHeight) = Cell;
        var end = left + Columns * cellWidth;
        var width = Math.Max(end + (RowEnd is null ? 0 : 8 + (int)Widest(RowEnd)), Margin + (int)Canvas.TextWidth(Title, 13)) + Margin;
        var canvas = new Canvas(Math.Max(width, Scale is null ? 0 : 300), top + rows * cellHeight + (Scale is null ? Margin : 38));

        canvas.Text(Margin, 19, Title, 13);
        for (var c = 0; ColumnLabel is not null && c < Columns; c++)
            canvas.Text(left + c * cellWidth + (cellWidth - Gap) / 2.0, top - 5, ColumnLabel(c), Small, Canvas.Grey, Anchor.Middle);
        for (var i = 0; i < Count; i++)
        {
            int x = left + i % Columns * cellWidth, y = top + i / Columns * cellHeight;
            if (i % Columns == 0)
            {
                var middle = y + Size.Height * Zoom / 2.0 + 4;
                canvas.Text(left - 7, middle, RowLabel(i / Columns), Small, Canvas.Grey, Anchor.End);
                canvas.Text(end + 6, middle, RowEnd?.Invoke(i / Columns) ?? "", Small, Canvas.Grey);
            }

            Paint(canvas, x, y, Size, Zoom, (u, v) => Color(i, u, v));
        }

        if (Scale is not null)
            Legend(canvas, Scale, left, top + rows * cellHeight + 10);
        return canvas;
    }

    private double Widest(Func<int, string> label) => Enumerable.Range(0, Rows).Max(r => Canvas.TextWidth(label(r), Small));

    /// <summary>Paints one map with its thin edge.</summary>
    public static void Paint(Canvas canvas, int x, int y, (int Width, int Height) size, int zoom, Func<int, int, int> color)
    {
        for (var v = 0; v < size.Height; v++)
            for (var u = 0; u < size.Width; u++)
                canvas.Fill(x + u * zoom, y + v * zoom, zoom, zoom, color(u, v));
        canvas.Frame(x, y, size.Width * zoom, size.Height * zoom, Ink.Edge);
    }

    /// <summary>Draws the bar that explains a scale.</summary>
    public static void Legend(Canvas canvas, ColorScale scale, int x, int y)
    {
        const int length = 128;
        var least = Numbers.Value(scale.From);
        canvas.Text(x, y + 10, least, Small, Canvas.Grey);
        var start = x + (int)Canvas.TextWidth(least, Small) + 6;
        for (var i = 0; i < length; i++)
            canvas.Fill(start + i, y, 1, 12, scale[scale.From + (scale.To - scale.From) * i / (length - 1)]);
        canvas.Frame(start, y, length, 12, Canvas.Faint);
        canvas.Text(start + length + 6, y + 10, Numbers.Value(scale.To), Small, Canvas.Grey);
    }
}
