namespace ConvNotebooks.Routines;

/// <summary>
/// What a residual connection adds where the layers it goes around made the volume smaller and deeper: of each slice every
/// stride-th pixel, from the first, and nothing for the slices beyond. One addition for each pixel, so that any order of them
/// gives the same bits.
/// </summary>
internal static class Subsampling
{
    /// <summary>Whether a volume subsampled with some stride has the width and height of another, which is at least as deep.</summary>
    public static bool Reaches(Shape from, Shape to) => to.Depth >= from.Depth
        && to.Width == Taken(from.Width, Stride(from.Width, to.Width)) && to.Height == Taken(from.Height, Stride(from.Height, to.Height));

    /// <summary>y = x plus the subsampled volumes of the skipped minibatch.</summary>
    public static void Add(Tensor x, Tensor skipped, Tensor y)
    {
        x.Array.CopyTo(y.Array, 0);
        Visit(skipped.Shape, y.Shape, y.Array, skipped.Array, static (ref float sum, ref float pixel) => sum += pixel);
    }

    /// <summary>Adds the gradient of the sum, dy, to that of the pixels that went into it.</summary>
    public static void AddGradient(Tensor dy, Tensor skippedGradient) =>
        Visit(skippedGradient.Shape, dy.Shape, dy.Array, skippedGradient.Array, static (ref float sum, ref float pixel) => pixel += sum);

    private delegate void Pair(ref float sum, ref float pixel);

    private static void Visit(TensorShape from, TensorShape to, float[] sums, float[] pixels, Pair pair)
    {
        var (strideH, strideW) = (Stride(from.H, to.H), Stride(from.W, to.W));
        for (var n = 0; n < from.N; n++)
            for (var c = 0; c < from.C; c++)
                for (var h = 0; h < to.H; h++)
                    for (var w = 0; w < to.W; w++)
                        pair(ref sums[((n * to.C + c) * to.H + h) * to.W + w], ref pixels[((n * from.C + c) * from.H + h * strideH) * from.W + w * strideW]);
    }

    /// <summary>Pixels from one that is taken to the next.</summary>
    public static int Stride(int from, int to) => (from + to - 1) / to;

    private static int Taken(int length, int stride) => (length - 1) / stride + 1;
}
