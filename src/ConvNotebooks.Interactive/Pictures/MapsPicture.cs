using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive;

/// <summary>The depth slices of one image as a grid of maps, all on one scale.</summary>
internal static class MapsPicture
{
    private const int LargestOfMany = 160;
    private const int LargestAlone = 480;

    public static Picture Of(Tensor tensor, string title, int image, int limit, MapScale scale)
    {
        var shape = tensor.Shape;
        var count = Math.Min(shape.C, AtLeastOne(limit, nameof(Pictures.Maps)));
        var largest = count == 1 ? LargestAlone : count == 2 ? 2 * LargestOfMany : LargestOfMany;
        var columns = MapGrid.ColumnsFor(count);
        var (planes, factor) = Planes.Of(tensor, "Maps", image, count, Math.Min(largest, MapGrid.PageWidth / columns - 8));
        var summary = TensorSummary.Of(planes.Values);
        var colors = Scale(scale, summary);
        var size = (planes.Shape.W, planes.Shape.H);
        var maps = $"{(count < shape.C ? $"{count} of {shape.C}" : $"{count}")} {(shape.C == 1 ? "map" : "maps")} of {shape.W}x{shape.H}"
            + (factor == 1 ? "" : $", each pixel the mean of {factor}x{factor}") + (shape.N == 1 ? "" : $", image {image} of {shape.N}");
        var grid = new MapGrid
        {
            Title = $"{title}: {maps}",
            Count = count,
            Columns = columns,
            Size = size,
            Zoom = MapGrid.ZoomFor(columns, size, largest),
            Color = (d, x, y) => colors[planes[0, d, y, x]],
            RowLabel = row => count == 1 ? "" : $"{row * columns}",
            Scale = colors,
        };
        var flaws = summary.Flaws is { } f ? $"; {f} in magenta" : "";
        var areas = grid.Areas(d => $"{title} d={d}", d => planes.Values.Slice(d * size.W * size.H, size.W * size.H).ToArray());
        return new($"{title}: {maps}; values {summary.Range}{flaws}", grid.Draw().ToPng(),
            factor == 1 ? areas : areas.Select(a => a with { Step = factor, After = $"mean of {factor}x{factor}" }));
    }

    /// <summary>Refuses a limit below 1.</summary>
    public static int AtLeastOne(int limit, string who) => limit >= 1 ? limit : throw new ArgumentOutOfRangeException(
        nameof(limit), limit, $"{who}: a limit of {limit} shows nothing. Give at least 1.");

    private static ColorScale Scale(MapScale scale, TensorSummary summary) => scale switch
    {
        MapScale.Sequential => ColorScale.Sequential(summary.Least, summary.Greatest),
        MapScale.Signed => ColorScale.Signed(Math.Max(Math.Abs(summary.Least), Math.Abs(summary.Greatest))),
        MapScale.Grey => ColorScale.GreyLevels(summary.Least, summary.Greatest),
        _ => ColorScale.Fitting(summary.Least, summary.Greatest),
    };
}
