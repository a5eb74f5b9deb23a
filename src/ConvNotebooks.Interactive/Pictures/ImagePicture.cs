using ConvNotebooks.Interactive.Drawing;
using ConvNotebooks.Interactive.Readouts;

namespace ConvNotebooks.Interactive;

/// <summary>One image of a minibatch, grey or in colour.</summary>
internal static class ImagePicture
{
    private const int Longest = 512;
    private const int Enlarged = 256;

    public static Picture Of(Tensor tensor, int image, float from, float to)
    {
        var shape = tensor.Shape;
        if (shape.C is not (1 or 3))
        {
            throw new ShapeException($"ToImage: {shape} has {shape.C} channels; an image has 1 (grey) or 3 (red, green, blue). "
                + "Show the channels side by side with ToMaps().");
        }

        var (planes, factor) = Planes.Of(tensor, nameof(Pictures.ToImage), image, shape.C, Longest);
        var zoom = Math.Max(1, Enlarged / Math.Max(planes.Shape.W, planes.Shape.H));
        var canvas = new Canvas(planes.Shape.W * zoom, planes.Shape.H * zoom);
        for (var y = 0; y < planes.Shape.H; y++)
            for (var x = 0; x < planes.Shape.W; x++)
                canvas.Fill(x * zoom, y * zoom, zoom, zoom, Pixel(planes, x, y, from, to));

        var volume = shape.C * shape.H * shape.W;
        var values = tensor.Values.Slice(image * volume, volume);
        var outside = Outside(values, from, to);
        var text = $"Image {shape.W}x{shape.H}, {(shape.C == 1 ? "grey" : "colour")}"
            + (shape.N == 1 ? "" : $", {image} of {shape.N}")
            + (factor == 1 ? zoom == 1 ? "" : $", shown at {zoom}x" : $", shown at 1/{factor}")
            + $"; black is {Numbers.Value(from)}, white {Numbers.Value(to)}"
            + (outside == 0 ? "" : $"; {Numbers.Whole(outside)} of {Numbers.Whole(values.Length)} values lie outside");
        return new(text, canvas.ToPng(), [Area("image", planes, 0, 0, zoom, from, to) with { Step = factor, After = factor == 1 ? "" : $"mean of {factor}x{factor}" }]);
    }

    /// <summary>Where an image's values are in a picture that shows it in its own colours; they are read back from the pixels.</summary>
    public static ReadoutArea Area(string name, Tensor planes, double left, double top, double side, float from, float to) =>
        new(name, left, top, side, planes.Shape.W, planes.Shape.H) { Pixels = (from, to), Planes = PlaneNames(planes.Shape.C) };

    /// <summary>The names of an image's planes.</summary>
    public static string[] PlaneNames(int channels) => channels == 3 ? ["red", "green", "blue"] : [""];

    /// <summary>The colour of a pixel: one channel is grey, three are red, green, blue; values clipped to the range.</summary>
    public static int Pixel(Tensor planes, int x, int y, float from, float to)
    {
        int Channel(int c) => Level(planes[0, c, y, x], from, to);
        return planes.Shape.C == 1 ? Channel(0) * 0x010101 : Channel(0) << 16 | Channel(1) << 8 | Channel(2);
    }

    /// <summary>A value as a level of 0 to 255; NaN is black.</summary>
    public static int Level(float value, float from, float to) =>
        float.IsNaN(value) ? 0 : (int)(Math.Clamp(((double)value - from) / ((double)to - from), 0, 1) * 255 + 0.5);

    private static long Outside(ReadOnlySpan<float> values, float from, float to)
    {
        long count = 0;
        foreach (var value in values)
            count += value >= from && value <= to ? 0 : 1;
        return count;
    }
}
