using ConvNotebooks.Interactive.Drawing;
using ConvNotebooks.Interactive.Readouts;

namespace ConvNotebooks.Interactive;

/// <summary>
/// An image and beside it a map of what a score depends on, each value where it was measured: at its pixel, or in the middle
/// of the patch that was covered. Where no patch had its middle, the image shows through in pale grey.
/// </summary>
internal static class AttributionPicture
{
    private const int Side = 320;
    private const int Left = 12;
    private const int Gap = 24;
    private const int Top = 48;

    public static Picture Of(Tensor image, Tensor map, string title, string note, int size = 1, int stride = 1)
    {
        var shape = image.Shape;
        var summary = TensorSummary.Of(map.Values);
        var scale = ColorScale.Fitting(summary.Least, summary.Greatest);
        var planes = Planes.Of(image, nameof(Attribution), 0, shape.C is 1 or 3 ? shape.C : 1, 1 << 20).Planes;
        var range = TensorSummary.Of(planes.Values);
        var (from, to) = ((float)Math.Min(0, range.Least), (float)Math.Max(1, range.Greatest));
        var zoom = (double)Side / Math.Max(shape.W, shape.H);
        int width = (int)(shape.W * zoom), height = (int)(shape.H * zoom), right = Left + width + Gap;
        var (inset, side) = ((size - stride) / 2.0 * zoom, stride * zoom);
        var canvas = new Canvas((int)Math.Max(2 * width + 48, Canvas.TextWidth($"{note} ", 11) + 32), height + 84);
        canvas.Text(Left, 20, title, 13);
        canvas.Text(Left, 38, note, 11, Canvas.Grey);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var color = ImagePicture.Pixel(planes, (int)(x / zoom), (int)(y / zoom), from, to);
                int u = (int)Math.Floor((x - inset) / side), v = (int)Math.Floor((y - inset) / side);
                canvas[Left + x, Top + y] = color;
                canvas[right + x, Top + y] = (uint)u < (uint)map.Shape.W && (uint)v < (uint)map.Shape.H ? scale[map[0, 0, v, u]] : Pale(color);
            }
        }

        canvas.Frame(Left, Top, width, height, Canvas.Faint);
        canvas.Frame(right, Top, width, height, Canvas.Faint);
        MapGrid.Legend(canvas, scale, right, 58 + height);
        return new($"{title}; {note}; values {summary.Range}, largest at {Largest(map, size, stride)}", canvas.ToPng(),
        [
            ImagePicture.Area("image", planes, Left, Top, zoom, from, to),
            new(size == 1 ? "map" : $"patch of {size}x{size} from", right + inset, Top + inset, side, map.Shape.W, map.Shape.H) { Values = map.Values.ToArray(), Step = stride },
        ]);
    }

    private static int Pale(int color) => (204 + ((color >> 16 & 255) + (color >> 8 & 255) + (color & 255)) / 15) * 0x010101;

    private static string Largest(Tensor map, int size, int stride)
    {
        var at = 0;
        for (var i = 1; i < map.Values.Length; i++)
            at = map.Values[i] > map.Values[at] ? i : at;
        return $"{(size == 1 ? "" : "the patch from ")}x {at % map.Shape.W * stride}, y {at / map.Shape.W * stride}";
    }
}
