using ConvNotebooks.Interactive.Drawing;
using ConvNotebooks.Interactive.Readouts;

namespace ConvNotebooks.Interactive;

/// <summary>
/// Filters as a grid, all on one scale about zero. Over three channels a filter is one picture in colour, zero being
/// middle grey; over one channel one map; over more, a row with a map for each channel and the filter's length at its end.
/// </summary>
internal static class FiltersPicture
{
    private const int Largest = 72;
    private const int LargestOfDeep = 48;
    private const int Deep = 24;

    public static Picture Of(Tensor weights, int limit)
    {
        MapsPicture.AtLeastOne(limit, nameof(Pictures.ToFilters));
        var shape = weights.Shape;
        return shape.C is 1 or 3 ? Grid(weights, Math.Min(shape.N, limit))
            : Rows(weights, ..Math.Min(shape.N, Math.Min(limit, Deep)), ..Math.Min(shape.C, Deep));
    }

    public static Picture Of(Tensor weights, Range filters, Range channels)
    {
        Check(filters, weights.Shape.N, nameof(filters));
        Check(channels, weights.Shape.C, nameof(channels));
        return Rows(weights, filters, channels);
    }

    private static void Check(Range range, int count, string what)
    {
        int from = range.Start.GetOffset(count), to = range.End.GetOffset(count);
        if (from < 0 || to > count || from >= to)
            throw new ArgumentOutOfRangeException(what, range, $"ToFilters: {what} {range} came, and there are {count}. Give a range within 0..{count} that is not empty.");
    }

    private static Picture Grid(Tensor weights, int count)
    {
        var shape = weights.Shape;
        var columns = MapGrid.ColumnsFor(count);
        var colored = shape.C == 3;
        var colors = new FilterColors(Most(weights), colored);
        var text = $"{(count < shape.N ? $"{count} of {shape.N}" : $"{count}")} filter{(shape.N == 1 ? "" : "s")} of {shape.W}x{shape.H}x{shape.C}, "
            + (colored ? $"in colour: middle grey is 0, full range ±{Numbers.Value(Most(weights))}" : $"weights within ±{Numbers.Value(Most(weights))}");
        var grid = new MapGrid
        {
            Title = text,
            Count = count,
            Columns = columns,
            Size = (shape.W, shape.H),
            Zoom = MapGrid.ZoomFor(columns, (shape.W, shape.H), Largest),
            Color = (k, x, y) => colors.At(weights, k, x, y),
            RowLabel = row => $"{row * columns}",
            Scale = colored ? null : colors.Scale,
        };
        var volume = shape.C * shape.H * shape.W;
        var areas = grid.Areas(k => $"filter {k}", k => weights.Values.Slice(k * volume, volume).ToArray(), ImagePicture.PlaneNames(shape.C));
        if (colored && (long)count * volume > ReadoutData.MostExact)
            areas = areas.Select(a => a with { Values = null, Pixels = ((float)-Most(weights), (float)Most(weights)) });
        return new(text, grid.Draw().ToPng(), areas);
    }

    private static Picture Rows(Tensor weights, Range filters, Range channels)
    {
        var shape = weights.Shape;
        var ((first, rows), (depth, columns)) = (filters.GetOffsetAndLength(shape.N), channels.GetOffsetAndLength(shape.C));
        var scale = ColorScale.Signed(Most(weights));
        var text = $"{Shown(first, rows, shape.N, "filter")} of {shape.W}x{shape.H}x{shape.C}, {Shown(depth, columns, shape.C, "channel")}, weights within ±{Numbers.Value(Most(weights))}";
        var zoom = MapGrid.ZoomFor(columns, (shape.W, shape.H), LargestOfDeep);
        var every = Math.Max(1, (int)Math.Ceiling(26.0 / (shape.W * zoom + 4)));
        var grid = new MapGrid
        {
            Title = text,
            Count = rows * columns,
            Columns = columns,
            Size = (shape.W, shape.H),
            Zoom = zoom,
            Color = (i, x, y) => scale[weights[first + i / columns, depth + i % columns, y, x]],
            RowLabel = row => $"filter {first + row}",
            RowEnd = row => $"length {Numbers.Short(Length(weights, first + row))}",
            ColumnLabel = column => column % every != 0 ? "" : column == 0 ? $"d={depth}" : $"{depth + column}",
            Scale = scale,
        };
        return new(text, grid.Draw().ToPng(), grid.Areas(i => $"filter {first + i / columns} d={depth + i % columns}",
            i => weights.Values.Slice(((first + i / columns) * shape.C + depth + i % columns) * shape.H * shape.W, shape.H * shape.W).ToArray()));
    }

    private static double Most(Tensor weights)
    {
        var summary = TensorSummary.Of(weights.Values);
        return Math.Max(Math.Abs(summary.Least), Math.Abs(summary.Greatest));
    }

    /// <summary>The root of the sum of a filter's squares, over all its channels.</summary>
    private static double Length(Tensor weights, int filter)
    {
        var volume = weights.Shape.C * weights.Shape.H * weights.Shape.W;
        var sum = 0.0;
        foreach (var weight in weights.Values.Slice(filter * volume, volume))
            sum += (double)weight * weight;
        return Math.Sqrt(sum);
    }

    private static string Shown(int first, int count, int all, string what) => count == all
        ? $"{all} {what}{(all == 1 ? "" : "s")}"
        : count == 1 ? $"{what} {first} of {all}" : $"{what}s {first} to {first + count - 1} of {all}";
}
