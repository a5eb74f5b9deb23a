using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive;

/// <summary>A heat map of a figure, drawn as a still picture: cells, axes, a bar for the colours, and the values where cells are large.</summary>
internal static class HeatMapPicture
{
    private const int Left = 64;
    private const int Top = 40;
    private const int Longest = 420;
    private const int LargestCell = 56;
    private const int ReadableCell = 34;

    /// <summary>Draws a figure of one heat map.</summary>
    public static byte[] Draw(Figure figure)
    {
        var trace = figure.Traces[0];
        int rows = trace.Z.Length, columns = trace.Z[0].Length;
        var cell = Math.Clamp(Longest / Math.Max(rows, columns), 1, LargestCell);
        int width = columns * cell, height = rows * cell;
        var scale = Scale(trace);
        var canvas = new Canvas(
            Math.Max(Left + width + 110, Left + (int)Canvas.TextWidth(figure.Title, 14) + 12), Top + Math.Max(height, 100) + 48);

        canvas.Text(Left, 22, figure.Title, 14);
        for (var r = 0; r < rows; r++)
        {
            var y = Top + (figure.Y.IsReversed ? r : rows - 1 - r) * cell;
            for (var c = 0; c < columns; c++)
            {
                var x = Left + (figure.X.IsReversed ? columns - 1 - c : c) * cell;
                canvas.Fill(x, y, cell, cell, scale[trace.Z[r][c]]);
                if (cell >= ReadableCell)
                    Value(canvas, x + cell / 2.0, y + cell / 2.0 + 4, trace.Z[r][c], scale);
            }
        }

        canvas.Frame(Left, Top, width, height, Canvas.Grey);
        Ticks(columns, cell, (i, label) => canvas.Text(
            Left + (figure.X.IsReversed ? columns - 1 - i : i) * cell + cell / 2.0, Top + height + 16, label, 11, Canvas.Grey, Anchor.Middle));
        Ticks(rows, cell, (i, label) => canvas.Text(
            Left - 7, Top + (figure.Y.IsReversed ? i : rows - 1 - i) * cell + cell / 2.0 + 4, label, 11, Canvas.Grey, Anchor.End));
        canvas.Text(Left + width / 2.0, Top + height + 36, figure.X.Title, 12, Canvas.Ink, Anchor.Middle);
        canvas.TextUpwards(20, Top + height / 2.0, figure.Y.Title, 12);
        Bar(canvas, scale, Left + width + 20, Math.Max(height, 100));
        return canvas.ToPng();
    }

    private static ColorScale Scale(FigureTrace trace)
    {
        var values = trace.Z.SelectMany(r => r).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        double least = double.IsNaN(trace.Least) ? values.Min() : trace.Least, greatest = double.IsNaN(trace.Greatest) ? values.Max() : trace.Greatest;
        var colors = trace.Scale.Select(ChartColors.Parse).ToList();
        return colors.Count >= 2 && colors.All(c => c is not null)
            ? ColorScale.Of([.. colors.Select(c => c!.Value)], least, greatest)
            : ColorScale.Fitting(least, greatest);
    }

    private static void Value(Canvas canvas, double x, double y, double value, ColorScale scale)
    {
        var color = scale[value];
        var light = ((color >> 16) & 255) * 0.3 + ((color >> 8) & 255) * 0.59 + (color & 255) * 0.11 > 140;
        canvas.Text(x, y, Numbers.Value(value), 10, light ? Canvas.Ink : Canvas.White, Anchor.Middle);
    }

    private static void Ticks(int count, int cell, Action<int, string> draw)
    {
        var every = 1;
        foreach (var step in (int[])[1, 2, 5, 10, 20, 50, 100])
        {
            every = step;
            if (step * cell >= 28)
                break;
        }

        for (var i = 0; i < count; i += every)
            draw(i, Numbers.Whole(i));
    }

    private static void Bar(Canvas canvas, ColorScale scale, int x, int height)
    {
        for (var i = 0; i < height; i++)
            canvas.Fill(x, Top + i, 14, 1, scale[scale.To - (scale.To - scale.From) * i / (height - 1)]);
        canvas.Frame(x, Top, 14, height, Canvas.Grey);
        foreach (var part in (double[])[0, 0.5, 1])
        {
            canvas.Text(x + 20, Top + part * height + 4 + (part == 0 ? 5 : part == 1 ? -4 : 0),
                Numbers.Value(scale.To - (scale.To - scale.From) * part), 11, Canvas.Grey);
        }
    }
}
