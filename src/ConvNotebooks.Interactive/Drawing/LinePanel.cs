namespace ConvNotebooks.Interactive.Drawing;

/// <summary>A line of a panel.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Points">Its points; those that are not finite leave a gap.</param>
/// <param name="Color">Its colour.</param>
/// <param name="Marked">Whether each point has a mark, with its value on hover.</param>
internal sealed record PanelLine(string Name, IReadOnlyList<(double X, double Y)> Points, int Color, bool Marked = false);

/// <summary>A small line chart in a drawing: title, axes with names and ticks, lines told apart by colour and legend.</summary>
/// <param name="Title">What stands above.</param>
/// <param name="X">What the axis along the bottom counts.</param>
/// <param name="Y">What the axis along the side counts.</param>
/// <param name="Lines">The lines.</param>
/// <param name="IsLog">Whether equal steps upwards are equal factors.</param>
internal sealed record LinePanel(string Title, string X, string Y, IReadOnlyList<PanelLine> Lines, bool IsLog = false)
{
    private const int Left = 66;
    private const int Top = 46;
    private const int Bottom = 40;

    /// <summary>Draws the panel into a rectangle.</summary>
    public void Draw(Scene scene, double left, double top, double width, double height)
    {
        scene.Text(left + 8, top + 16, Title, 12);
        var points = Lines.SelectMany(l => l.Points).Where(Drawn).ToList();
        if (points.Count == 0)
        {
            scene.Text(left + 8, top + 40, "nothing recorded", 11, Canvas.Grey);
            return;
        }

        var across = ChartAxis.Linear(points.Min(p => p.X), points.Max(p => p.X), wide: false, whole: points.TrueForAll(p => double.IsInteger(p.X)));
        var up = IsLog ? ChartAxis.Log(points.Min(p => p.Y), points.Max(p => p.Y)) : ChartAxis.Linear(points.Min(p => p.Y), points.Max(p => p.Y), wide: true);
        double plotWidth = width - Left - 14, plotHeight = height - Top - Bottom;
        (double X, double Y) Place((double X, double Y) p) => (left + Left + across[p.X] * plotWidth, top + Top + (1 - up[p.Y]) * plotHeight);
        DrawAxes(scene, across, up, left, top, plotWidth, plotHeight);
        var legend = left + Left;
        foreach (var line in Lines)
        {
            if (Lines.Count > 1)
            {
                scene.Rectangle(legend, top + 26, 10, 8, line.Color);
                scene.Text(legend + 14, top + 34, line.Name, 10, Canvas.Grey);
                legend += Canvas.TextWidth(line.Name, 10) + 28;
            }

            (double X, double Y)? last = null;
            foreach (var point in line.Points)
            {
                if (Drawn(point) && last is { } from)
                    scene.Line(Place(from), Place(point), line.Color, line.Marked ? 2 : 1);
                last = Drawn(point) ? point : null;
            }

            foreach (var point in line.Points.Where(p => line.Marked && Drawn(p)))
            {
                var (x, y) = Place(point);
                scene.Rectangle(x - 2.5, y - 2.5, 5, 5, line.Color, hover: $"{line.Name}, {X} {Numbers.Value(point.X)}: {Numbers.Value(point.Y)}");
            }
        }
    }

    private void DrawAxes(Scene scene, ChartAxis across, ChartAxis up, double left, double top, double width, double height)
    {
        foreach (var (value, label) in up.Ticks)
        {
            var y = top + Top + (1 - up[value]) * height;
            scene.Line((left + Left, y), (left + Left + width, y), Canvas.Faint);
            scene.Text(left + Left - 6, y + 3.5, label, 10, Canvas.Grey, Anchor.End);
        }

        foreach (var (value, label) in across.Ticks.Where(t => t.Value == Math.Truncate(t.Value)))
            scene.Text(left + Left + across[value] * width, top + Top + height + 15, label, 10, Canvas.Grey, Anchor.Middle);
        scene.Line((left + Left, top + Top + height), (left + Left + width, top + Top + height), Canvas.Grey);
        scene.Text(left + Left + width / 2, top + Top + height + 31, X, 10, Canvas.Grey, Anchor.Middle);
        scene.Text(left + 8, top + 34, Lines.Count > 1 ? "" : Y, 10, Canvas.Grey);
    }

    private bool Drawn((double X, double Y) point) => double.IsFinite(point.Y) && !(IsLog && point.Y <= 0);
}
