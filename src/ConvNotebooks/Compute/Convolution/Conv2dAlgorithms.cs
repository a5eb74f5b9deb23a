namespace ConvNotebooks.Routines;

/// <summary>Chooses how a convolution is computed, by its shape alone.</summary>
internal static unsafe class Conv2dAlgorithms
{
    /// <summary>Puts filters in the order that the algorithm reads; null where it reads them as they are.</summary>
    public static PackedFilters? Pack(in ConvProblem p, ReadOnlySpan<float> w, ConvAlgorithm algorithm = ConvAlgorithm.Auto) =>
        algorithm == ConvAlgorithm.Reference || IsDepthwise(p) ? null : new PackedFilters(p, w);

    /// <summary>Convolves x [N, C, H, W] into y [N, K, OH, OW].</summary>
    /// <param name="p">The sizes.</param>
    /// <param name="x">Input.</param>
    /// <param name="w">Filters [K, C/groups, FH, FW].</param>
    /// <param name="packed">What <see cref="Pack"/> made of the filters for the same algorithm; packed here when null.</param>
    /// <param name="bias">One per filter, or null.</param>
    /// <param name="y">Output, overwritten.</param>
    /// <param name="algorithm">How to compute it.</param>
    public static void Forward(in ConvProblem p, float[] x, float[] w, PackedFilters? packed, float[]? bias, float[] y,
        ConvAlgorithm algorithm = ConvAlgorithm.Auto)
    {
        if (algorithm == ConvAlgorithm.Reference)
        {
            Conv2dReference.Forward(p, x, w, bias, y);
            return;
        }

        fixed (float* input = x, filters = w, biases = bias, output = y)
        {
            // One channel per filter gives a register tile of filters nothing to share: 1 of 16 lanes would work.
            if (IsDepthwise(p))
                Lanes.Start(new Conv2dDepthwise(p, input, filters, biases, output));
            else
                Lanes.Start(new Conv2dDirect(p, input, ActivationLayout.Nchw, packed ?? new PackedFilters(p, w), biases, output, ActivationLayout.Nchw));
        }
    }

    /// <summary>Whether the direct routine computes it on blocked activations: a group begins at a block's first channel.</summary>
    public static bool Blocked(in ConvProblem p) =>
        p.Groups == 1 || (p.GroupChannels % PackedFilters.Block == 0 && p.GroupFilters % PackedFilters.Block == 0);

    private static bool IsDepthwise(in ConvProblem p) => p.GroupChannels == 1 && p.Groups > 1;
}
