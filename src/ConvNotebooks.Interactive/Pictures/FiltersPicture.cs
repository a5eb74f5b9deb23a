using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive;

/// <summary>
/// Filters as a grid, all on one scale about zero. Over three channels a filter is one picture in colour, zero being
/// middle grey; over one channel one map; over more, a row with a map for each channel.
/// </summary>
internal static class FiltersPicture
{
    private const int Largest = 72;
    private const int Across = 16;

    public static Picture Of(Tensor weights, int limit)
    {
        MapsPicture.AtLeastOne(limit, nameof(Pictures.ToFilters));
        var summary = TensorSummary.Of(weights.Values);
        var most = Math.Max(Math.Abs(summary.Least), Math.Abs(summary.Greatest));
        return weights.Shape.C is 1 or 3 ? Grid(weights, limit, most) : Rows(weights, limit, most);
    }

    private static Picture Grid(Tensor weights, int limit, double most)
    {
        var shape = weights.Shape;
        var count = Math.Min(shape.N, limit);
        var columns = MapGrid.ColumnsFor(count);
        var colored = shape.C == 3;
        var colors = new FilterColors(most, colored);
        var text = $"{Shown(count, shape.N, "filter")} of {shape.W}x{shape.H}x{shape.C}, "
            + (colored ? $"in colour: middle grey is 0, full range ±{Numbers.Value(most)}" : $"weights within ±{Numbers.Value(most)}");
        return Draw(text, count, columns, weights, (k, x, y) => colors.At(weights, k, x, y), row => $"{row * columns}", null, colored ? null : colors.Scale);
    }

    private static Picture Rows(Tensor weights, int limit, double most)
    {
        var shape = weights.Shape;
        var columns = Math.Min(Math.Min(shape.C, Across), limit);
        var rows = Math.Min(shape.N, Math.Max(1, limit / columns));
        var scale = ColorScale.Signed(most);
        var text = $"{Shown(rows, shape.N, "filter")} of {shape.W}x{shape.H}x{shape.C}, {Shown(columns, shape.C, "channel")}, "
            + $"weights within ±{Numbers.Value(most)}";
        return Draw(text, rows * columns, columns, weights, (i, x, y) => scale[weights[i / columns, i % columns, y, x]],
            row => $"filter {row}", column => $"d={column}", scale);
    }

    private static Picture Draw(string text, int count, int columns, Tensor weights, Func<int, int, int, int> color,
        Func<int, string> rowLabel, Func<int, string>? columnLabel, ColorScale? scale)
    {
        var size = (weights.Shape.W, weights.Shape.H);
        var grid = new MapGrid
        {
            Title = text,
            Count = count,
            Columns = columns,
            Size = size,
            Zoom = MapGrid.ZoomFor(columns, size, Largest),
            Color = color,
            RowLabel = rowLabel,
            ColumnLabel = columnLabel,
            Scale = scale,
        };
        return new(text, grid.Draw().ToPng());
    }

    private static string Shown(int shown, int all, string what) =>
        $"{(shown < all ? $"{shown} of {all}" : $"{all}")} {what}{(all == 1 ? "" : "s")}";
}
