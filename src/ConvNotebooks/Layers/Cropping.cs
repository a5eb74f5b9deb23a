namespace ConvNotebooks;

/// <summary>Leaves out an image's last rows and columns: those that <see cref="FitPolicy.Crop"/> drops.</summary>
internal static class Cropping
{
    /// <summary>Copies the first rows and columns of every plane into a smaller tensor.</summary>
    internal static void Crop(Tensor from, Tensor to)
    {
        for (var row = 0; row < to.Shape.N * to.Shape.C * to.Shape.H; row++)
            from.Values.Slice(Row(row, to.Shape, from.Shape), to.Shape.W).CopyTo(to.Array.AsSpan(row * to.Shape.W));
        to.Edit();
    }

    /// <summary>Copies every plane of a smaller tensor back to where it was; the other pixels become 0.</summary>
    internal static void Uncrop(Tensor from, Tensor to)
    {
        var values = to.Edit();
        values.Clear();
        for (var row = 0; row < from.Shape.N * from.Shape.C * from.Shape.H; row++)
            from.Values.Slice(row * from.Shape.W, from.Shape.W).CopyTo(values[Row(row, from.Shape, to.Shape)..]);
    }

    /// <summary>Where a row of the smaller tensor begins in the larger one.</summary>
    private static int Row(int row, TensorShape small, TensorShape large)
    {
        var (plane, y) = Math.DivRem(row, small.H);
        return (plane * large.H + y) * large.W;
    }
}
