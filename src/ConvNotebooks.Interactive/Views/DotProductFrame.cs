using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive.Views;

/// <summary>One output cell as a frame: for each channel the patch, the filter and their products, then the sums.</summary>
internal sealed class DotProductFrame(Scene scene, DotProduct dot, VolumeCell cell)
{
    private const int Channels = 4;

    /// <summary>Draws the frame and says how far it reaches.</summary>
    public (double Width, double Height) Draw(double left, double top)
    {
        var window = dot.Layer.Window;
        int columns = window.Width.Size, rows = window.Height.Size;
        var side = Math.Max(columns, rows) <= 5 ? 27 : Math.Max(columns, rows) <= 7 ? 22 : Math.Max(4, 110 / Math.Max(columns, rows));
        double gridWidth = side * columns, gridHeight = side * rows, y = top + 34;
        var sums = dot.RunningSums(cell);
        var colors = Colors();
        scene.Text(left, top + 14, $"output {cell}", 12);
        for (var c = 0; c < Math.Min(dot.Channels, Channels); c++)
        {
            var (channel, x) = (c, left);
            double sum = 0;
            scene.Text(x, y - 4, $"d={dot.ChannelOf(cell.D, c)}", 9, Canvas.Grey);
            Grid(x, y, side, (u, v) => dot.Input(cell, channel, u, v), colors.Input, Ink.Input);
            Sign(x + gridWidth, y + gridHeight / 2, "·");
            x += gridWidth + 18;
            Grid(x, y, side, (u, v) => dot.Weight(cell.D, channel, u, v), colors.Weight, Ink.Weight);
            Sign(x + gridWidth, y + gridHeight / 2, "=");
            x += gridWidth + 18;
            Grid(x, y, side, (u, v) =>
            {
                var product = (dot.Input(cell, channel, u, v) ?? 0) * dot.Weight(cell.D, channel, u, v);
                sum += product;
                return product;
            }, colors.Product, 0xF4F4F4);
            scene.Text(x + gridWidth + 8, y + gridHeight / 2, $"Σ {Numbers.Value(Math.Round(sum, 6))}", 11);
            scene.Text(x + gridWidth + 8, y + gridHeight / 2 + 15, $"so far {Numbers.Value(sums[c])}", 10, Canvas.Grey);
            y += gridHeight + 18;
        }

        if (dot.Channels > Channels)
            scene.Text(left, y += 2, $"and {dot.Channels - Channels} channels more", 10, Canvas.Grey);
        scene.Text(left, y + 15, $"bias {Numbers.Value(dot.Bias(cell.D))} and all sums =", 11);
        var end = left + Canvas.TextWidth($"bias {Numbers.Value(dot.Bias(cell.D))} and all sums =", 11) + 8;
        scene.Rectangle(end, y, 54, 22, Ink.Output, Ink.Edge, $"output {cell} = {Numbers.Value(sums[^1])}");
        scene.Text(end + 27, y + 15, Numbers.Value(sums[^1]), 11, Ink.OnTint, Anchor.Middle);
        return (3 * gridWidth + 36 + 92, y + 34 - top);
    }

    private void Sign(double x, double y, string sign) => scene.Text(x + 9, y + 4, sign, 13, Canvas.Ink, Anchor.Middle);

    private void Grid(double x, double y, int side, Func<int, int, float?> value, ColorScale scale, int tint)
    {
        for (var v = 0; v < dot.Layer.Window.Height.Size; v++)
        {
            for (var u = 0; u < dot.Layer.Window.Width.Size; u++)
            {
                var number = value(u, v);
                var color = number is not { } n ? Ink.Padding : side < 20 ? scale[n] : tint;
                scene.Rectangle(x + u * side, y + v * side, side, side, color, side < 20 ? -1 : Ink.Edge, $"x {u}, y {v}: {(number is { } shown ? Numbers.Value(shown) : "zero padding")}");
                if (side >= 20)
                    scene.Text(x + (u + 0.5) * side, y + (v + 0.5) * side + 3.5, Numbers.Short(number ?? 0), side > 22 ? 9.5 : 8, Ink.OnTint, Anchor.Middle);
            }
        }
    }

    private (ColorScale Input, ColorScale Weight, ColorScale Product) Colors()
    {
        var input = new List<float>();
        var weights = new List<float>();
        for (var c = 0; c < Math.Min(dot.Channels, Channels); c++)
        {
            for (var y = 0; y < dot.Layer.Window.Height.Size; y++)
            {
                for (var x = 0; x < dot.Layer.Window.Width.Size; x++)
                {
                    input.Add(dot.Input(cell, c, x, y) ?? 0);
                    weights.Add(dot.Weight(cell.D, c, x, y));
                }
            }
        }

        return (ColorScale.Fitting(input.Min(), input.Max()), ColorScale.Signed(weights.Max(Math.Abs)),
            ColorScale.Signed(input.Zip(weights, (a, b) => Math.Abs(a * b)).Max()));
    }
}
