using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive;

/// <summary>A heat map of a figure, drawn as a still picture: cells, axes, a bar for the colours, and the values where cells are large.</summary>
internal sealed class HeatMapPicture
{
    private const int Top = 40;
    private const int Longest = 420;
    private const int LargestCell = 56;
    private const int ReadableCell = 34;
    private const double Small = 11;

    private readonly Figure figure;
    private readonly FigureTrace trace;
    private readonly ColorScale scale;
    private readonly List<(double Place, string Label)> across;
    private readonly List<(double Place, string Label)> down;
    private readonly int cell;
    private readonly int left;
    private readonly bool upright;
    private readonly Canvas canvas;

    private HeatMapPicture(Figure figure)
    {
        this.figure = figure;
        trace = figure.Traces[0];
        scale = ScaleOf(trace);
        cell = Math.Clamp(Longest / Math.Max(Rows, Columns), 1, LargestCell);
        across = Ticks(Columns, trace.ColumnNames, trace.First.X, trace.Step.X);
        down = Ticks(Rows, trace.RowNames, trace.First.Y, trace.Step.Y);
        left = 40 + (int)down.Max(t => Canvas.TextWidth(t.Label, Small));
        var widest = across.Max(t => Canvas.TextWidth(t.Label, Small));
        upright = trace.ColumnNames.Length == Columns && widest + 4 > cell;
        canvas = new(
            Math.Max(left + Width + 110, left + (int)Canvas.TextWidth(figure.Title, 14) + 12),
            Top + Math.Max(Height, 100) + (upright ? (int)widest + 14 : 24) + 24);
    }

    private int Rows => trace.Z.Length;

    private int Columns => trace.Z[0].Length;

    private int Width => Columns * cell;

    private int Height => Rows * cell;

    /// <summary>Draws a figure of one heat map.</summary>
    public static byte[] Draw(Figure figure)
    {
        var picture = new HeatMapPicture(figure);
        picture.DrawCells();
        picture.DrawAxes();
        picture.DrawBar();
        return picture.canvas.ToPng();
    }

    private void DrawCells()
    {
        for (var r = 0; r < Rows; r++)
        {
            for (var c = 0; c < Columns; c++)
            {
                var (x, y) = ((int)X(c + 0.5) - cell / 2, (int)Y(r + 0.5) - cell / 2);
                var color = scale[trace.Z[r][c]];
                canvas.Fill(x, y, cell, cell, color);
                if (cell >= ReadableCell)
                    canvas.Text(x + cell / 2.0, y + cell / 2.0 + 4, Numbers.Value(trace.Z[r][c]), 10, IsLight(color) ? Canvas.Ink : Canvas.White, Anchor.Middle);
            }
        }

        canvas.Frame(left, Top, Width, Height, Canvas.Grey);
    }

    private void DrawAxes()
    {
        canvas.Text(left, 22, figure.Title, 14);
        foreach (var (place, label) in across)
        {
            if (upright)
                canvas.TextUpwards(X(place) + 4, Top + Height + 6 + Canvas.TextWidth(label, Small) / 2, label, Small, Canvas.Grey);
            else
                canvas.Text(X(place), Top + Height + 16, label, Small, Canvas.Grey, Anchor.Middle);
        }

        foreach (var (place, label) in down)
            canvas.Text(left - 7, Y(place) + 4, label, Small, Canvas.Grey, Anchor.End);
        canvas.Text(left + Width / 2.0, canvas.Height - 10, figure.X.Title, 12, Canvas.Ink, Anchor.Middle);
        canvas.TextUpwards(18, Top + Height / 2.0, figure.Y.Title, 12);
    }

    private void DrawBar()
    {
        int x = left + Width + 20, height = Math.Max(Height, 100);
        for (var i = 0; i < height; i++)
            canvas.Fill(x, Top + i, 14, 1, scale[scale.To - (scale.To - scale.From) * i / (height - 1)]);
        canvas.Frame(x, Top, 14, height, Canvas.Grey);
        foreach (var (part, shift) in (ReadOnlySpan<(double, int)>)[(0, 9), (0.5, 4), (1, 0)])
            canvas.Text(x + 20, Top + part * height + shift, Numbers.Value(scale.To - (scale.To - scale.From) * part), Small, Canvas.Grey);
    }

    /// <summary>Pixels of a place counted in columns from the axis's beginning; the middle of the first is 0.5.</summary>
    private double X(double place) => left + (figure.X.IsReversed ? Columns - place : place) * cell;

    private double Y(double place) => Top + (figure.Y.IsReversed ? place : Rows - place) * cell;

    private static List<(double Place, string Label)> Ticks(int count, string[] names, double first, double step)
    {
        if (names.Length == count)
            return [.. names.Select((name, i) => (i + 0.5, name)).Where((_, i) => i % ((count + 23) / 24) == 0)];
        if (count * Math.Abs(step) <= 12)
            return [.. Enumerable.Range(0, count).Select(i => (i + 0.5, Numbers.Value(first + i * step)))];
        var last = first + (count - 1) * step;
        return [.. ChartAxis.Linear(Math.Min(first, last), Math.Max(first, last), wide: false).Ticks
            .Select(t => ((t.Value - first) / step + 0.5, t.Label))];
    }

    private static ColorScale ScaleOf(FigureTrace trace)
    {
        var values = trace.Z.SelectMany(r => r).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var least = double.IsNaN(trace.Least) ? values.Min() : trace.Least;
        var greatest = double.IsNaN(trace.Greatest) ? values.Max() : trace.Greatest;
        var colors = trace.Scale.Select(ChartColors.Parse).ToList();
        return colors.Count >= 2 && colors.All(c => c is not null)
            ? ColorScale.Of([.. colors.Select(c => c!.Value)], least, greatest)
            : ColorScale.Fitting(least, greatest);
    }

    private static bool IsLight(int color) =>
        ((color >> 16) & 255) * 0.3 + ((color >> 8) & 255) * 0.59 + (color & 255) * 0.11 > 140;
}
