using System.Globalization;

namespace ConvNotebooks.Interactive;

/// <summary>The numbers of a tour as the player reads them: data attributes, values with six digits, padding left empty.</summary>
internal static class DotProductData
{
    private const int Milliseconds = 1000;

    /// <summary>The attributes, each with a blank before it.</summary>
    public static string Attributes(DotProduct dot)
    {
        var tour = dot.Tour;
        var window = dot.Layer.Window;
        int left = tour.Min(c => dot.Width.Start(c.X)), top = tour.Min(c => dot.Height.Start(c.Y));
        int width = tour.Max(c => dot.Width.Start(c.X)) + window.Width.Extent - left, height = tour.Max(c => dot.Height.Start(c.Y)) + window.Height.Extent - top;
        int[] filters = [.. tour.Select(c => c.D).Distinct()];
        var everyGroup = filters.Select(f => dot.ChannelOf(f, 0)).Distinct().Count() > 1;
        var first = everyGroup ? 0 : dot.ChannelOf(filters[0], 0);
        var channels = everyGroup ? dot.Layer.Channels : dot.Channels;
        int[] shape =
        [
            window.Width.Size, window.Height.Size, dot.Channels, window.Width.Dilation, window.Height.Dilation, window.Width.Stride, window.Height.Stride,
            window.Width.Pad.Before, window.Height.Pad.Before, everyGroup ? dot.Channels : 0, dot.Layer.Filters / dot.Layer.Groups, dot.Output.Width, dot.Output.Height,
        ];
        var input = from c in Enumerable.Range(first, channels)
                    from y in Enumerable.Range(top, height)
                    from x in Enumerable.Range(left, width)
                    select dot.InputAt(c, x, y) is { } value ? Text(value) : "";
        var weights = from f in filters
                      from c in Enumerable.Range(0, dot.Channels)
                      from y in Enumerable.Range(0, window.Height.Size)
                      from x in Enumerable.Range(0, window.Width.Size)
                      select Text(dot.Weight(f, c, x, y));
        return string.Concat(
            Attribute("shape", shape.Select(Text)), Attribute("region", ((int[])[left, top, width, height]).Select(Text)),
            Attribute("input", input), Attribute("filters", filters.Select(Text)), Attribute("weights", weights),
            Attribute("bias", filters.Select(f => Text(dot.Bias(f)))),
            $" data-cells=\"{string.Join(';', tour.Select(c => $"{Text(c.X)},{Text(c.Y)},{Text(c.D)}"))}\"",
            Attribute("sums", tour.SelectMany(dot.RunningSums).Select(Text)),
            Attribute("first", [Text(tour.ToList().IndexOf(dot.First))]), Attribute("milliseconds", [Text(Milliseconds)]));
    }

    private static string Attribute(string name, IEnumerable<string> values) => $" data-{name}=\"{string.Join(',', values)}\"";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(float value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
