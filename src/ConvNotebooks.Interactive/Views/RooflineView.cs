using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive.Views;

/// <summary>A roofline: both axes in powers of ten, a slanted roof for each memory, the flat one for the processor, a mark for each layer.</summary>
internal sealed class RooflineView
{
    private const double Left = 70;
    private const double Top = 66;
    private const double Wide = 760;
    private const double High = 400;
    private const int Named = 8;

    // Okabe and Ito's palette, and shapes of their own: a series can be told without colours.
    private static readonly int[] Colors = [Ink.Blue, Ink.Mark, Ink.Green, 0xCC79A7, Ink.Orange, 0x56B4E9];

    // The cosines of the twelve hours, written out: a processor's own may differ in the last bit.
    private static readonly double[] Circle = [1, 0.8660254037844386, 0.5, 0, -0.5, -0.8660254037844386, -1, -0.8660254037844386, -0.5, 0, 0.5, 0.8660254037844386];

    private readonly Scene scene;
    private readonly double peak;
    private readonly IReadOnlyList<Roof> roofs;
    private readonly IReadOnlyList<LayerSpeed> layers;
    private readonly ChartAxis across;
    private readonly ChartAxis up;

    private RooflineView(string title, double peak, IReadOnlyList<Roof> roofs, IReadOnlyList<LayerSpeed> layers)
    {
        (scene, this.peak, this.roofs, this.layers) = (new(title), peak, roofs, layers);
        across = ChartAxis.LogSteps(Math.Min(layers.Min(l => l.OperationsPerByte), peak / roofs[0].GigabytesPerSecond / 2), layers.Max(l => l.OperationsPerByte));
        up = ChartAxis.LogSteps(layers.Min(l => Math.Min(l.Gflops, Attainable(l))), Math.Max(peak, layers.Max(l => l.Gflops)));
    }

    public static View Of(string title, double peak, IReadOnlyList<Roof> roofs, IReadOnlyList<LayerSpeed> layers)
    {
        var view = new RooflineView(title, peak, roofs, layers);
        var scene = view.Draw();
        var table = new Table("layer", ">operations a byte", ">GFLOP/s", $">attainable from {roofs[^1].Name}", ">share");
        foreach (var layer in layers)
            table.Row(layer.Name, Numbers.Value(Math.Round(layer.OperationsPerByte, 2)), Numbers.Value(Math.Round(layer.Gflops, 1)),
                Numbers.Value(Math.Round(view.Attainable(layer), 1)), ConfusionView.Percent(layer.Gflops / view.Attainable(layer)));
        var limits = $"peak {Numbers.Value(Math.Round(peak, 1))} GFLOP/s; "
            + string.Join(", ", roofs.Select(r => $"{r.Name} {Numbers.Value(Math.Round(r.GigabytesPerSecond, 1))} GB/s (flat from {Numbers.Value(Math.Round(peak / r.GigabytesPerSecond, 1))} operations a byte)"));
        return new($"{title}\n{limits}\n{table.ToText()}")
        {
            Html = new Fragment().Raw(scene.ToSvg()).Note(limits).Raw($"<details><summary>The {layers.Count} layers as a table</summary>{table.ToHtml()}</details>").ToString(),
            Png = scene.ToPng(),
        };
    }

    /// <summary>What the processor and the slowest memory allow.</summary>
    private double Attainable(LayerSpeed layer) => Math.Min(peak, layer.OperationsPerByte * roofs[^1].GigabytesPerSecond);

    private Scene Draw()
    {
        scene.Text(10, 20, scene.Title, 13);
        Axes();
        foreach (var roof in roofs)
            Slope(roof);
        var from = roofs.Min(r => peak / r.GigabytesPerSecond);
        Segment((from, peak), (Power(1), peak), Canvas.Ink, 2, $"peak {Numbers.Value(Math.Round(peak, 1))} GFLOP/s");
        scene.Text(Left + Wide, Y(peak) - 7, $"peak {Numbers.Value(Math.Round(peak, 1))} GFLOP/s", 11, Canvas.Ink, Anchor.End);
        Points();
        return scene;
    }

    private void Axes()
    {
        foreach (var (value, label) in up.Ticks)
        {
            scene.Line((Left, Y(value)), (Left + Wide, Y(value)), Canvas.Faint);
            scene.Text(Left - 7, Y(value) + 4, label, 10, Canvas.Grey, Anchor.End);
        }

        foreach (var (value, label) in across.Ticks)
        {
            scene.Line((X(value), Top), (X(value), Top + High), Canvas.Faint);
            scene.Text(X(value), Top + High + 16, label, 10, Canvas.Grey, Anchor.Middle);
        }

        scene.Line((Left, Top), (Left, Top + High), Canvas.Grey).Line((Left, Top + High), (Left + Wide, Top + High), Canvas.Grey);
        scene.Text(Left + Wide / 2, Top + High + 34, "operations for each byte of input, weights and output", 11, Canvas.Grey, Anchor.Middle);
        scene.Text(10, Top - 10, "GFLOP/s", 11, Canvas.Grey);
    }

    /// <summary>A memory's roof from the left edge, or from where it enters below, to the peak; its name stands along its beginning.</summary>
    private void Slope(Roof roof)
    {
        var ridge = peak / roof.GigabytesPerSecond;
        var start = Math.Max(Power(0), UpPower(0) / roof.GigabytesPerSecond);
        var hover = $"{roof.Name}: {Numbers.Value(Math.Round(roof.GigabytesPerSecond, 1))} GB/s, the peak from {Numbers.Value(Math.Round(ridge, 1))} operations a byte on";
        Segment((start, start * roof.GigabytesPerSecond), (ridge, peak), Canvas.Ink, 2, hover);
        var at = start * 1.25;
        scene.Text(X(at) + 9, Y(at * roof.GigabytesPerSecond) + 4, $"{roof.Name} {Numbers.Value(Math.Round(roof.GigabytesPerSecond))} GB/s", 10, Canvas.Grey);
    }

    private void Points()
    {
        var series = layers.Select(l => l.Series).Distinct().ToList();
        var legend = Left;
        for (var i = 0; i < series.Count; i++)
        {
            Mark(legend + 5, Top - 26, i, series[i]);
            scene.Text(legend + 15, Top - 22, series[i], 11, Canvas.Grey);
            legend += Canvas.TextWidth(series[i], 11) + 34;
        }

        var far = layers.OrderBy(l => l.Gflops / Attainable(l)).Take(layers.Count <= Named ? layers.Count : Named / 2).ToHashSet();
        foreach (var layer in layers)
        {
            var (x, y) = (X(layer.OperationsPerByte), Y(layer.Gflops));
            Mark(x, y, series.IndexOf(layer.Series), $"{layer.Name}: {Numbers.Value(Math.Round(layer.OperationsPerByte, 2))} operations a byte, "
                + $"{Numbers.Value(Math.Round(layer.Gflops, 1))} GFLOP/s, {ConfusionView.Percent(layer.Gflops / Attainable(layer))} of what {roofs[^1].Name} and the peak allow");
            if (far.Contains(layer))
                scene.Text(x + 8, y + 11, layer.Name, 9, Canvas.Grey);
        }
    }

    /// <summary>A mark in the colour and the shape of its series.</summary>
    private void Mark(double x, double y, int series, string hover)
    {
        const double r = 4.5;
        (double, double)[] points = (series % 3) switch
        {
            0 => [.. Enumerable.Range(0, 12).Select(i => (x + r * Circle[i], y + r * Circle[(i + 9) % 12]))],
            1 => [(x, y - 1.3 * r), (x + 1.3 * r, y), (x, y + 1.3 * r), (x - 1.3 * r, y)],
            _ => [(x, y - 1.2 * r), (x + 1.2 * r, y + r), (x - 1.2 * r, y + r)],
        };
        scene.Polygon(points, Colors[series % Colors.Length], 0xFFFFFF, hover);
    }

    private void Segment((double X, double Y) from, (double X, double Y) to, int color, double thickness, string hover) =>
        scene.Line((X(from.X), Y(from.Y)), (X(to.X), Y(to.Y)), color, thickness, hover);

    private double Power(int end) => end == 0 ? across.Ticks[0].Value : across.Ticks[^1].Value;

    private double UpPower(int end) => end == 0 ? up.Ticks[0].Value : up.Ticks[^1].Value;

    private double X(double value) => Left + across[value] * Wide;

    private double Y(double value) => Top + (1 - up[value]) * High;
}
