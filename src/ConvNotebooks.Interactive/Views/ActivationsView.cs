using ConvNotebooks.Interactive.Drawing;
using ConvNotebooks.Interactive.Readouts;

namespace ConvNotebooks.Interactive.Views;

/// <summary>
/// What flows through a network: a row of activation maps for each layer, as in the figure at the head of the CS231n page
/// turned on its side. Every row has its own scale, written at its end.
/// </summary>
internal static class ActivationsView
{
    private const int Maps = 10;
    private const int Layers = 30;
    private const int Cell = 64;
    private const int Flat = 20;
    private const int Left = 150;

    public static View Of(Activations activations) => Of(activations.ToString(), "maps", activations.Input.Shape.N,
        [("input", activations.Input), .. activations.Names.Select(n => (n, activations[n]))], colored: true);

    /// <summary>The gradients of a score, in the same rows.</summary>
    public static View Of(NetworkGradients gradients) => Of(gradients.ToString(), "maps of gradients", gradients.Input.Shape.N,
        [("input", gradients.Input), .. gradients.Activations.Names.Select(n => (n, gradients[n]))], colored: false);

    private static View Of(string title, string what, int images, IReadOnlyList<(string Name, Tensor Tensor)> all, bool colored)
    {
        var shown = all.Take(Layers).ToList();
        var left = all.Count > Layers ? $"{Layers} of {all.Count} rows shown. " : "";
        var note = left + (images == 1 ? "" : $"Image 0 of {images}. ")
            + $"At most {Maps} {what} a layer; each row has its own scale, dark low and light high, or blue below zero and brown above.";

        var table = new Table("layer", "output", ">range", ">mean", ">zeros");
        foreach (var (name, tensor) in shown)
        {
            var s = TensorSummary.Of(tensor.Values);
            table.Row(name, tensor.Shape.ToString(), s.Range, Numbers.Value(s.Mean), Numbers.Percent(s.Zeros, tensor.Values.Length));
        }

        var areas = new List<ReadoutArea>();
        var png = Draw([.. shown.Select(r => new Row(r.Name, r.Tensor, colored))], note, areas);
        return Readout.Of($"{title}\n{table.ToText()}{(left.Length == 0 ? "" : "\n" + left.TrimEnd())}", png, areas);
    }

    private static byte[] Draw(IReadOnlyList<Row> rows, string note, List<ReadoutArea> areas)
    {
        var canvas = new Canvas(Left + Maps * (Cell + 4) + 130, 16 + rows.Sum(r => r.Height + 8) + 22);
        var y = 12;
        foreach (var row in rows)
        {
            row.Draw(canvas, y, areas);
            y += row.Height + 8;
        }

        canvas.Text(12, y + 14, note, 11, Canvas.Grey);
        return canvas.ToPng();
    }

    private sealed class Row
    {
        private readonly string name;
        private readonly Tensor tensor;
        private readonly Tensor planes;
        private readonly int zoom;
        private readonly int factor;
        private readonly bool colored;

        public Row(string name, Tensor tensor, bool colored)
        {
            (this.name, this.tensor, this.colored) = (name, tensor, colored);
            (planes, factor) = Planes.Of(tensor, nameof(Activations), 0, Math.Min(tensor.Shape.C, Maps), Cell);
            zoom = Cell / Math.Max(planes.Shape.W, planes.Shape.H);
        }

        public int Height => IsFlat ? Flat + 8 : Math.Max(34, planes.Shape.H * zoom);

        private bool IsFlat => tensor.Shape is { H: 1, W: 1 };

        private bool IsImage => colored && name == "input" && tensor.Shape.C == 3;

        public void Draw(Canvas canvas, int y, List<ReadoutArea> areas)
        {
            canvas.Text(12, y + 13, name, 13);
            canvas.Text(12, y + 28, tensor.Shape.Volume.ToString(), 11, Canvas.Grey);
            var summary = TensorSummary.Of(planes.Values);
            var scale = ColorScale.Fitting(summary.Least, summary.Greatest);
            var count = IsImage ? 1 : planes.Shape.C;
            for (var d = 0; d < count; d++)
            {
                var x = Left + d * (Cell + 4);
                areas.Add(Area(d, x, y, summary, scale));
                if (IsFlat)
                    DrawFlat(canvas, x, y, planes[0, d, 0, 0], scale);
                else
                    MapGrid.Paint(canvas, x, y, (planes.Shape.W, planes.Shape.H), zoom, (u, v) => IsImage
                        ? ImagePicture.Pixel(planes, u, v, (float)Math.Min(0, summary.Least), (float)Math.Max(1, summary.Greatest))
                        : scale[planes[0, d, v, u]]);
            }

            var end = Left + Math.Max(count, 1) * (Cell + 4) + 6;
            canvas.Text(end, y + 13, summary.Range, 11, Canvas.Grey);
            canvas.Text(end, y + 28, IsImage ? "in colour" : count < tensor.Shape.C ? $"{count} of {tensor.Shape.C}" : $"all {count}", 11, Canvas.Grey);
        }

        /// <summary>Where the values of a map are; the numbers of a depth column are written below their squares already.</summary>
        private ReadoutArea Area(int d, int x, int y, TensorSummary summary, ColorScale scale)
        {
            var area = IsImage
                ? ImagePicture.Area(name, planes, x, y, zoom, (float)Math.Min(0, summary.Least), (float)Math.Max(1, summary.Greatest))
                : new ReadoutArea($"{name} d={d}", x, y, IsFlat ? Cell : zoom, planes.Shape.W, planes.Shape.H)
                {
                    Values = planes.Values.Slice(d * planes.Shape.W * planes.Shape.H, planes.Shape.W * planes.Shape.H).ToArray(),
                    Scale = scale,
                    Tall = IsFlat ? Flat - 8 : null,
                };
            return area with { Step = factor, After = factor == 1 ? "" : $"mean of {factor}x{factor}" };
        }

        private static void DrawFlat(Canvas canvas, int x, int y, float value, ColorScale scale)
        {
            canvas.Fill(x, y, Cell, Flat - 8, scale[value]);
            canvas.Frame(x, y, Cell, Flat - 8, Canvas.Faint);
            canvas.Text(x + Cell / 2.0, y + Flat + 4, Numbers.Value(value), 10, Canvas.Grey, Anchor.Middle);
        }
    }
}
