using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive;

/// <summary>Small maps in rows and columns under a title, each pixel a square, with a bar that explains the colours.</summary>
internal sealed class MapGrid
{
    /// <summary>The widest a grid becomes, in pixels.</summary>
    public const int Widest = 900;

    private const int Margin = 10;
    private const int Gap = 4;
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
        (Widest / columns - Gap) / size.Width, Math.Min(largest / size.Width, largest / size.Height)));

    /// <summary>Draws the grid.</summary>
    public Canvas Draw()
    {
        var rows = (Count + Columns - 1) / Columns;
        var left = Margin + (int)Enumerable.Range(0, rows).Max(r => Canvas.TextWidth(RowLabel(r), Small)) + 8;
        var top = Header + (ColumnLabel is null ? 0 : 16);
        int cellWidth = Size.Width * Zoom + Gap, cellHeight = Size.Height * Zoom + Gap;
        var width = Math.Max(left + Columns * cellWidth, Margin + (int)Canvas.TextWidth(Title, 13)) + Margin;
        var canvas = new Canvas(Math.Max(width, Scale is null ? 0 : 300), top + rows * cellHeight + (Scale is null ? Margin : 38));

        canvas.Text(Margin, 19, Title, 13);
        for (var c = 0; ColumnLabel is not null && c < Columns; c++)
            canvas.Text(left + c * cellWidth + (cellWidth - Gap) / 2.0, top - 5, ColumnLabel(c), Small, Canvas.Grey, Anchor.Middle);
        for (var i = 0; i < Count; i++)
        {
            int x = left + i % Columns * cellWidth, y = top + i / Columns * cellHeight;
            if (i % Columns == 0)
                canvas.Text(left - 7, y + Size.Height * Zoom / 2.0 + 4, RowLabel(i / Columns), Small, Canvas.Grey, Anchor.End);
            Paint(canvas, x, y, Size, Zoom, (u, v) => Color(i, u, v));
        }

        if (Scale is not null)
            Legend(canvas, Scale, left, top + rows * cellHeight + 10);
        return canvas;
    }

    /// <summary>Paints one map with its thin edge.</summary>
    public static void Paint(Canvas canvas, int x, int y, (int Width, int Height) size, int zoom, Func<int, int, int> color)
    {
        for (var v = 0; v < size.Height; v++)
            for (var u = 0; u < size.Width; u++)
                canvas.Fill(x + u * zoom, y + v * zoom, zoom, zoom, color(u, v));
        canvas.Frame(x, y, size.Width * zoom, size.Height * zoom, Canvas.Faint);
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
