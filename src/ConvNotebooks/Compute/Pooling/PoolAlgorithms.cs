namespace ConvNotebooks.Routines;

/// <summary>Chooses how a pooling is computed, by its shape alone.</summary>
internal static class PoolAlgorithms
{
    /// <summary>Max pooling; see <see cref="PoolReference.Max"/>.</summary>
    /// <param name="p">The sizes.</param>
    /// <param name="x">Input [N, C, H, W].</param>
    /// <param name="y">Output [N, C, OH, OW], overwritten.</param>
    /// <param name="switches">Per output the index into x that it came from, for the backward pass; null to leave out.</param>
    public static void Max(in PoolProblem p, float[] x, float[] y, int[]? switches = null) => PoolReference.Max(p, x, y, switches);

    /// <summary>Average pooling; see <see cref="PoolReference.Average"/>.</summary>
    public static void Average(in PoolProblem p, float[] x, float[] y, bool includePadding = false) =>
        PoolReference.Average(p, x, y, includePadding);

    /// <summary>L2-norm pooling; see <see cref="PoolReference.L2"/>.</summary>
    public static void L2(in PoolProblem p, float[] x, float[] y) => PoolReference.L2(p, x, y);
}
