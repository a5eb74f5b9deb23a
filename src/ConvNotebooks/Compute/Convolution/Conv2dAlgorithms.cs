namespace ConvNotebooks.Routines;

/// <summary>Chooses how a convolution is computed, by its shape alone.</summary>
internal static class Conv2dAlgorithms
{
    /// <summary>Puts filters in the order that the algorithm reads; null where it reads them as they are.</summary>
    public static PackedFilters? Pack(in ConvProblem p, ReadOnlySpan<float> w, ConvAlgorithm algorithm = ConvAlgorithm.Auto) => null;

    /// <summary>Convolves x [N, C, H, W] into y [N, K, OH, OW].</summary>
    /// <param name="p">The sizes.</param>
    /// <param name="x">Input.</param>
    /// <param name="w">Filters [K, C/groups, FH, FW].</param>
    /// <param name="packed">What <see cref="Pack"/> made of the filters for the same algorithm; packed here when null.</param>
    /// <param name="bias">One per filter, or null.</param>
    /// <param name="y">Output, overwritten.</param>
    /// <param name="algorithm">How to compute it.</param>
    public static void Forward(in ConvProblem p, float[] x, float[] w, PackedFilters? packed, float[]? bias, float[] y,
        ConvAlgorithm algorithm = ConvAlgorithm.Auto) => Conv2dReference.Forward(p, x, w, bias, y);
}
