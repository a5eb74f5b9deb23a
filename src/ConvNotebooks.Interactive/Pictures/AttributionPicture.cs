using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive;

/// <summary>An image and beside it a map of what a score depends on, both of the same size.</summary>
internal static class AttributionPicture
{
    private const int Side = 320;

    public static Picture Of(Tensor image, Tensor map, string title, string note)
    {
        var shape = image.Shape;
        var summary = TensorSummary.Of(map.Values);
        var scale = ColorScale.Fitting(summary.Least, summary.Greatest);
        var planes = Planes.Of(image, nameof(Attribution), 0, shape.C is 1 or 3 ? shape.C : 1, 1 << 20).Planes;
        var range = TensorSummary.Of(planes.Values);
        var (from, to) = ((float)Math.Min(0, range.Least), (float)Math.Max(1, range.Greatest));
        var zoom = (double)Side / Math.Max(shape.W, shape.H);
        int width = (int)(shape.W * zoom), height = (int)(shape.H * zoom);
        var canvas = new Canvas((int)Math.Max(2 * width + 48, Canvas.TextWidth($"{note} ", 11) + 32), height + 84);
        canvas.Text(12, 20, title, 13);
        canvas.Text(12, 38, note, 11, Canvas.Grey);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                canvas[12 + x, 48 + y] = ImagePicture.Pixel(planes, (int)(x / zoom), (int)(y / zoom), from, to);
                canvas[36 + width + x, 48 + y] = scale[map[0, 0, y * map.Shape.H / height, x * map.Shape.W / width]];
            }
        }

        canvas.Frame(12, 48, width, height, Canvas.Faint);
        canvas.Frame(36 + width, 48, width, height, Canvas.Faint);
        MapGrid.Legend(canvas, scale, 36 + width, 58 + height);
        return new($"{title}; {note}; values {summary.Range}, largest at {Largest(map)}", canvas.ToPng());
    }

    private static string Largest(Tensor map)
    {
        var at = 0;
        for (var i = 1; i < map.Values.Length; i++)
            at = map.Values[i] > map.Values[at] ? i : at;
        return $"x {at % map.Shape.W}, y {at / map.Shape.W}";
    }
}
