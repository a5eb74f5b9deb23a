using System.Globalization;
using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive;

/// <summary>Bars, lines and points of a figure, drawn as a still picture.</summary>
internal sealed class XyPicture
{
    private const int Width = 760;
    private const int Top = 44;
    private const int PlotHeight = 280;
    private const int Base = Top + PlotHeight;
    private const double BarPart = 0.72;

    // Okabe and Ito's colours, which stay apart for every kind of colour blindness.
    private static readonly int[] Palette = [0x0072B2, 0xE69F00, 0x009E73, 0xD55E00, 0xCC79A7, 0x56B4E9];

    private readonly Figure figure;
    private readonly List<string> names;
    private readonly bool named;
    private readonly ChartAxis x;
    private readonly ChartAxis y;
    private readonly bool upright;
    private readonly int left;
    private readonly Canvas canvas;

    private XyPicture(Figure figure)
    {
        this.figure = figure;
        names = [.. figure.Traces.SelectMany(t => t.X).Distinct()];
        var bars = figure.Traces.Any(t => t.Type == "bar");
        named = bars || figure.X.IsCategory || names.Any(n => !IsNumber(n));
        var values = figure.Traces.SelectMany(t => t.Y).Where(v => double.IsFinite(v) && (!figure.Y.IsLog || v > 0)).DefaultIfEmpty(1).ToList();
        y = figure.Y.IsLog
            ? ChartAxis.Log(values.Min(), values.Max())
            : ChartAxis.Linear(bars ? Math.Min(0, values.Min()) : values.Min(), bars ? Math.Max(0, values.Max()) : values.Max(), wide: true);
        x = named ? ChartAxis.Names(names) : Places(figure);
        left = 52 + (int)y.Ticks.Max(t => Canvas.TextWidth(t.Label, 11));
        upright = named && names.Max(n => Canvas.TextWidth(n, 11)) + 6 > (double)PlotWidth / names.Count;
        var bottom = upright ? (int)names.Max(n => Canvas.TextWidth(n, 11)) + 14 : 24;
        canvas = new(Width, Top + PlotHeight + bottom + 26);
    }

    private int PlotWidth => Width - left - 24;

    /// <summary>Draws a figure that <see cref="Figure.Unsupported"/> does not rule out.</summary>
    public static byte[] Draw(Figure figure)
    {
        var picture = new XyPicture(figure);
        picture.DrawAxes();
        for (var t = 0; t < figure.Traces.Count; t++)
        {
            var trace = figure.Traces[t];
            var color = ChartColors.Parse(trace.Color) ?? Palette[t % Palette.Length];
            if (trace.Type == "bar")
                picture.DrawBars(trace, color);
            else
                picture.DrawLine(trace, color);
            picture.DrawLegend(trace, t, color);
        }

        return picture.canvas.ToPng();
    }

    private void DrawAxes()
    {
        canvas.Text(left, 22, figure.Title, 14);
        foreach (var (value, label) in y.Ticks)
        {
            canvas.Fill(left, (int)Y(value), PlotWidth, 1, Canvas.Faint);
            canvas.Text(left - 7, Y(value) + 4, label, 11, Canvas.Grey, Anchor.End);
        }

        var every = named ? Math.Max(1, names.Count * 13 / PlotWidth + (names.Count * 13 > PlotWidth ? 1 : 0)) : 1;
        foreach (var (value, label) in x.Ticks.Where((_, i) => i % every == 0))
        {
            canvas.Fill((int)X(value), Base, 1, 4, Canvas.Grey);
            if (upright)
                canvas.TextUpwards(X(value) + 4, Base + 8 + Canvas.TextWidth(label, 11) / 2, label, 11, Canvas.Grey);
            else
                canvas.Text(X(value), Base + 17, label, 11, Canvas.Grey, Anchor.Middle);
        }

        canvas.Fill(left, Base, PlotWidth, 1, Canvas.Grey);
        canvas.Text(left + PlotWidth / 2.0, canvas.Height - 10, figure.X.Title, 12, Canvas.Ink, Anchor.Middle);
        canvas.TextUpwards(20, Top + PlotHeight / 2.0, figure.Y.Title, 12);
    }

    private void DrawBars(FigureTrace trace, int color)
    {
        var bars = figure.Traces.Where(t => t.Type == "bar").ToList();
        var slot = (double)PlotWidth / names.Count * BarPart / bars.Count;
        var offset = (bars.IndexOf(trace) - bars.Count / 2.0) * slot;
        for (var i = 0; i < trace.Count; i++)
        {
            if (!double.IsFinite(trace.Y[i]) || (figure.Y.IsLog && trace.Y[i] <= 0))
                continue;
            double start = X(Place(trace.X[i])) + offset, end = Y(trace.Y[i]), ground = figure.Y.IsLog ? Base : Y(0);
            canvas.Polygon([[(start, end), (start + slot, end), (start + slot, ground), (start, ground)]], color);
            if (i < trace.Labels.Length && LabelSize(trace, slot) is { } size)
                canvas.Text(start + slot / 2, Math.Min(end, ground) - 5, trace.Labels[i], size, Canvas.Ink, Anchor.Middle);
        }
    }

    /// <summary>The size at which no label touches its neighbour; null when there is none that can be read.</summary>
    private static double? LabelSize(FigureTrace trace, double slot)
    {
        var widest = trace.Labels.Max(l => Canvas.TextWidth(l, 1));
        foreach (var size in (double[])[11, 10, 9, 8])
        {
            if (widest * size + 3 < slot / BarPart)
                return size;
        }

        return null;
    }

    private void DrawLine(FigureTrace trace, int color)
    {
        (double X, double Y)? last = null;
        for (var i = 0; i < trace.Count; i++)
        {
            var drawn = double.IsFinite(trace.Y[i]) && !(figure.Y.IsLog && trace.Y[i] <= 0);
            (double X, double Y)? point = drawn ? (X(Place(trace.X[i])), Y(trace.Y[i])) : null;
            if (last is { } from && point is { } to && trace.Mode.Contains("lines", StringComparison.Ordinal))
                canvas.Line(from, to, 2, color);
            if (point is { } p && (trace.Mode.Contains("markers", StringComparison.Ordinal) || trace.Count == 1))
                canvas.Polygon([[(p.X - 4, p.Y), (p.X, p.Y - 4), (p.X + 4, p.Y), (p.X, p.Y + 4)]], color);
            last = point;
        }
    }

    private void DrawLegend(FigureTrace trace, int index, int color)
    {
        if (trace.Name.Length == 0 || figure.Traces.Count == 1)
            return;
        var before = figure.Traces.Take(index).Where(t => t.Name.Length > 0).Sum(t => Canvas.TextWidth(t.Name, 11) + 34);
        canvas.Fill((int)(left + before), 31, 12, 8, color);
        canvas.Text(left + before + 16, 39, trace.Name, 11);
    }

    private double Place(string at) => named ? names.IndexOf(at) : double.Parse(at, CultureInfo.InvariantCulture);

    private double X(double value) => left + (figure.X.IsReversed ? 1 - x[value] : x[value]) * PlotWidth;

    private double Y(double value) => Base - (figure.Y.IsReversed ? 1 - y[value] : y[value]) * PlotHeight;

    private static ChartAxis Places(Figure figure)
    {
        var places = figure.Traces.SelectMany(t => t.X).Select(p => double.Parse(p, CultureInfo.InvariantCulture))
            .Where(p => !figure.X.IsLog || p > 0).DefaultIfEmpty(1).ToList();
        return figure.X.IsLog ? ChartAxis.Log(places.Min(), places.Max()) : ChartAxis.Linear(places.Min(), places.Max(), wide: false, whole: places.TrueForAll(double.IsInteger));
    }

    private static bool IsNumber(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value);
}
