using ConvNotebooks.Interactive.Drawing;
using ConvNotebooks.Interactive.Readouts;

namespace ConvNotebooks.Interactive.Views;

/// <summary>
/// Receptive fields drawn on an image: the pixels that a neuron sees stay bright and framed; the neurons that a pixel reaches
/// are marked in a small map of each layer.
/// </summary>
internal static class ReceptiveFieldView
{
    private const int Side = 288;
    private const int Map = 92;
    private const int Page = 980;
    private const int Maps = 40;

    public static View OfNeuron(Network network, Stage stage, Tensor images, int image, (int X, int Y) neuron)
    {
        var columns = new AxisReach(isWidth: true).Backward(network, stage.Number, neuron.X);
        var rows = new AxisReach(isWidth: false).Backward(network, stage.Number, neuron.Y);
        var field = stage.Field;
        var title = $"{stage.Name}, neuron x {neuron.X}, y {neuron.Y}, sees {field.Width.Size}x{field.Height.Size} pixels of the image";
        var seen = (long)columns[0].Count * rows[0].Count;
        var (left, top) = (field.Width.Start + neuron.X * field.Width.Jump, field.Height.Start + neuron.Y * field.Height.Jump);
        var note = $"x {Range(columns[0])}, y {Range(rows[0])}: {Numbers.Whole(seen)} pixels of the image; "
            + $"the field begins at x {left}, y {top}{(seen < (long)field.Width.Size * field.Height.Size ? ", partly in the padding or between taps" : "")}.";
        var table = new Table("volume", "shape", "columns", "rows", ">cells");
        for (var i = 0; i <= stage.Number; i++)
            table.Row(Name(network, i), Volume(network, i).ToString(), Range(columns[i]), Range(rows[i]), Numbers.Whole((long)columns[i].Count * rows[i].Count));

        var canvas = Begin(title, note, network, out var y);
        var areas = new List<ReadoutArea>();
        var zoom = Picture(canvas, areas, images, image, 12, y, (u, v) => columns[0].Contains(u) && rows[0].Contains(v));
        if (seen > 0)
            Frame(canvas, 12, y, zoom, columns[0], rows[0]);
        var bottom = Chain(canvas, areas, network, stage.Number, Side + 60, y, columns, rows, ["not seen", "seen"]);
        return Finish(canvas, Math.Max(bottom, y + Side + 12), areas, title, note, table);
    }

    public static View OfPixel(Network network, Tensor images, int image, (int X, int Y) pixel)
    {
        var columns = new AxisReach(isWidth: true).Forward(network, pixel.X);
        var rows = new AxisReach(isWidth: false).Forward(network, pixel.Y);
        var title = $"Pixel x {pixel.X}, y {pixel.Y} of the image: the neurons it reaches";
        var last = network.Stages.Count;
        var note = $"In {Name(network, last)} {Numbers.Whole((long)columns[last].Count * rows[last].Count)} of {Numbers.Whole((long)network.OutputShape.Width * network.OutputShape.Height)} places of each depth slice.";
        var table = new Table("volume", "shape", "columns", "rows", ">cells in each slice");
        for (var i = 0; i <= last; i++)
            table.Row(Name(network, i), Volume(network, i).ToString(), Range(columns[i]), Range(rows[i]), Numbers.Whole((long)columns[i].Count * rows[i].Count));

        var canvas = Begin(title, note, network, out var y);
        var areas = new List<ReadoutArea>();
        var zoom = Picture(canvas, areas, images, image, 12, y, (_, _) => true);
        Frame(canvas, 12, y, zoom, columns[0], rows[0]);
        var bottom = Chain(canvas, areas, network, last, Side + 60, y, columns, rows, ["not reached", "reached"]);
        return Finish(canvas, Math.Max(bottom, y + Side + 12), areas, title, note, table);
    }

    private static Canvas Begin(string title, string note, Network network, out int y)
    {
        var rows = (Math.Min(network.Stages.Count + 1, Maps) + PerRow - 1) / PerRow;
        var canvas = new Canvas(Page, Math.Max(58 + Side + 14, 58 + rows * (Map + 40)));
        canvas.Text(12, 22, title, 13);
        canvas.Text(12, 41, note, 11, Canvas.Grey);
        y = 56;
        return canvas;
    }

    private static int PerRow => (Page - Side - 70) / (Map + 18);

    /// <summary>The image; what lies outside is dimmed. Gives pixels of the picture for one of the image's.</summary>
    private static double Picture(Canvas canvas, List<ReadoutArea> areas, Tensor images, int image, int left, int top, Func<int, int, bool> bright)
    {
        var shape = images.Shape;
        var planes = Planes.Of(images, nameof(ReceptiveFields), image, shape.C is 1 or 3 ? shape.C : 1, 1 << 20).Planes;
        var summary = TensorSummary.Of(planes.Values);
        var (from, to) = ((float)Math.Min(0, summary.Least), (float)Math.Max(summary.Greatest, 1));
        var zoom = (double)Side / Math.Max(shape.W, shape.H);
        for (var v = 0; v < (int)(shape.H * zoom); v++)
        {
            for (var u = 0; u < (int)(shape.W * zoom); u++)
            {
                int px = (int)(u / zoom), py = (int)(v / zoom);
                var color = ImagePicture.Pixel(planes, px, py, from, to);
                canvas[left + u, top + v] = bright(px, py) ? color : Dim(color);
            }
        }

        areas.Add(new("image", left, top, zoom, shape.W, shape.H) { Values = planes.Values.ToArray(), Planes = ImagePicture.PlaneNames(planes.Shape.C) });
        return zoom;
    }

    private static int Dim(int color) => 0xA0A0A0 + ((color >> 2) & 0x3F3F3F);

    private static void Frame(Canvas canvas, int left, int top, double zoom, SortedSet<int> columns, SortedSet<int> rows)
    {
        int x = (int)(columns.Min * zoom), y = (int)(rows.Min * zoom);
        int width = (int)((columns.Max + 1) * zoom) - x, height = (int)((rows.Max + 1) * zoom) - y;
        for (var ring = 0; ring < 2; ring++)
            canvas.Frame(left + x - ring, top + y - ring, width + 2 * ring, height + 2 * ring, Ink.Mark);
    }

    /// <summary>A small map of each volume with its cells marked.</summary>
    private static int Chain(Canvas canvas, List<ReadoutArea> areas, Network network, int last, int left, int top,
        IReadOnlyList<SortedSet<int>> columns, IReadOnlyList<SortedSet<int>> rows, string[] words)
    {
        int x = left, y = top;
        foreach (var i in Enumerable.Range(0, last + 1).Take(Maps))
        {
            if (x + Map > Page)
                (x, y) = (left, y + Map + 40);
            var volume = Volume(network, i);
            var zoom = (double)Map / Math.Max(volume.Width, volume.Height);
            canvas.Text(x, y + 10, Name(network, i), 11);
            canvas.Text(x, y + 22, volume.ToString(), 9, Canvas.Grey);
            canvas.Fill(x, y + 27, (int)(volume.Width * zoom), (int)(volume.Height * zoom), 0xE8EEF3);
            for (var v = 0; v < (int)(volume.Height * zoom); v++)
            {
                for (var u = 0; u < (int)(volume.Width * zoom); u++)
                {
                    if (columns[i].Contains((int)(u / zoom)) && rows[i].Contains((int)(v / zoom)))
                        canvas[x + u, y + 27 + v] = Ink.Mark;
                }
            }

            canvas.Frame(x, y + 27, (int)(volume.Width * zoom), (int)(volume.Height * zoom), Canvas.Grey);
            areas.Add(new(Name(network, i), x, y + 27, zoom, volume.Width, volume.Height) { Marks = (Marked(columns[i], volume.Width), Marked(rows[i], volume.Height)), Words = words });
            x += Map + 18;
        }

        return y + Map + 40;
    }

    private static bool[] Marked(SortedSet<int> places, int length) => [.. Enumerable.Range(0, length).Select(places.Contains)];

    private static View Finish(Canvas canvas, int height, List<ReadoutArea> areas, string title, string note, Table table) =>
        Readout.Of($"{title}\n{note}\n{table.ToText()}", canvas.Upper(height).ToPng(), areas, table);

    private static string Name(Network network, int volume) => volume == 0 ? "input" : network.Stages[volume - 1].Name;

    private static Shape Volume(Network network, int volume) => volume == 0 ? network.InputShape : network.Stages[volume - 1].Output;

    private static string Range(SortedSet<int> places) => places.Count switch
    {
        0 => "none",
        1 => $"{places.Min}",
        _ when places.Max - places.Min + 1 == places.Count => $"{places.Min} to {places.Max}",
        _ => $"{places.Count} of {places.Min} to {places.Max}",
    };
}
