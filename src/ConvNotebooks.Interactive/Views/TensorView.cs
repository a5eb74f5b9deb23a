namespace ConvNotebooks.Interactive.Views;

/// <summary>A tensor: shape, range, mean, flaws, a short hash, and the corners of its first channel.</summary>
internal static class TensorView
{
    private const int Side = 7;
    private const int Line = 13;
    private const int Digits = 12;

    public static View Of(Tensor tensor) => Of(tensor, tensor.ToString());

    public static View Of(Parameter parameter) => Of(parameter.Value, parameter.ToString());

    private static View Of(Tensor tensor, string title)
    {
        var shape = tensor.Shape;
        var summary = TensorSummary.Of(tensor.Values);
        var table = new Table()
            .Row("values", shape.Values.Derivation)
            .Row("range", summary.Range)
            .Row("mean", Numbers.Value(summary.Mean))
            .Row("zeros", $"{Numbers.Whole(summary.Zeros)} ({Numbers.Percent(summary.Zeros, tensor.Values.Length)})")
            .Row("NaN, infinite", summary.Flaws ?? "none")
            .Row("SHA-256", tensor.Hash()[..Digits] + "…");
        var grid = Corners(tensor);
        return new($"{title}\n{table.ToText()}\n{grid.ToText()}")
        {
            Html = new Fragment().Heading(title).Table(table).Raw(grid.ToHtml()).ToString(),
        };
    }

    /// <summary>The first channel; where channels are single values, such as class scores, the images by channels.</summary>
    private static NumberGrid Corners(Tensor tensor)
    {
        var shape = tensor.Shape;
        return shape is { H: 1, W: 1 }
            ? new("images n by channels c", shape.C, shape.N, (c, n) => tensor[n, c, 0, 0], shape.N == 1 ? Line : Side, "c", "n")
            : new($"n = 0 of {shape.N}, c = 0 of {shape.C}", shape.W, shape.H, (x, y) => tensor[0, 0, y, x], Side);
    }
}
