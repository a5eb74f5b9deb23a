namespace ConvNotebooks.Routines;

/// <summary>Chooses how a convolution is computed, by its shape alone; its gradients: <see cref="Conv2dGradientAlgorithms"/>.</summary>
internal static unsafe class Conv2dAlgorithms
{
    /// <summary>Puts filters in the order that the algorithm reads; null where it reads them as they are.</summary>
    public static PackedFilters? Pack(in ConvProblem p, ReadOnlySpan<float> w, ConvAlgorithm algorithm = ConvAlgorithm.Auto) =>
        algorithm is ConvAlgorithm.Reference or ConvAlgorithm.Im2col ? null
        : BlockedDepthwise(p) ? Conv2dBlockedDepthwise.Pack(p, w)
        : IsDepthwise(p) ? null
        : IsWinograd(p, algorithm) ? PackedFilters.ForWinograd(p, w)
        : new PackedFilters(p, w);

    /// <summary>Whether filters that were packed for one size of image serve another: a small one may have another algorithm.</summary>
    public static bool Serve(PackedFilters? packed, in ConvProblem p, ConvAlgorithm algorithm) =>
        packed is null || packed.Algorithm == (IsWinograd(p, algorithm) ? ConvAlgorithm.Winograd : ConvAlgorithm.Direct);

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
            if (algorithm == ConvAlgorithm.Im2col)
            {
                Conv2dIm2col.Forward(p, input, filters, biases, output);
                return;
            }

            // One channel per filter gives a register tile of filters nothing to share: 1 of 16 lanes would work.
            if (ThroughBlocks(p))
                Lanes.Start(new Conv2dDepthwiseThroughBlocks(p, input, packed ?? Pack(p, w)!, biases, output));
            else if (IsDepthwise(p))
                Lanes.Start(new Conv2dDepthwise(p, input, filters, biases, output));
            else
                Forward(p, input, ActivationLayout.Nchw, packed ?? Pack(p, w, algorithm)!, biases, output, ActivationLayout.Nchw, algorithm);
        }
    }

    /// <summary>
    /// Convolves from either layout to either (a pooling that follows, and a finish, to blocks); for what has packed filters and
    /// is not depthwise.
    /// </summary>
    /// <remarks>The direct algorithm alone has a finish; see <see cref="Conv2dDirect"/> for it and for what lies beside the output.</remarks>
    public static void Forward(in ConvProblem p, float* x, ActivationLayout inputLayout, PackedFilters packed, float* bias, float* y,
        ActivationLayout outputLayout, ConvAlgorithm algorithm, ConvStore store = ConvStore.Plain, float* beside = null,
        ConvFinish* finish = null)
    {
        if (IsWinograd(p, algorithm))
            Conv2dWinograd.Forward(p, x, inputLayout, packed, bias, y, outputLayout, store, beside);
        else if (inputLayout == ActivationLayout.Nchw && outputLayout == ActivationLayout.Nchw && Conv2dOnPlanes.Serves(p))
            Lanes.Start(new Conv2dOnPlanes(p, x, packed, bias, y));
        else
            Lanes.Start(new Conv2dDirect(p, x, inputLayout, packed, bias, y, outputLayout, store, beside, finish));
    }

    /// <summary>
    /// Whether Winograd's transform computes it, where it is allowed. Transforming tiles must cost less than it saves: 32 channels and
    /// filters at least, and a few tiles to share the filters.
    /// </summary>
    public static bool IsWinograd(in ConvProblem p, ConvAlgorithm algorithm) =>
        algorithm == ConvAlgorithm.Winograd && Conv2dWinograd.Computes(p)
        && p is { Channels: >= 32, Filters: >= 32, OutHeight: >= 8, OutWidth: >= 8 };

    /// <summary>Whether it is depthwise with one filter for each channel: a lane can be both.</summary>
    public static bool BlockedDepthwise(in ConvProblem p) => IsDepthwise(p) && p.GroupFilters == 1;

    /// <summary>Whether the direct routine computes it on blocked activations: a group begins at a block's first channel.</summary>
    public static bool Blocked(in ConvProblem p) =>
        p.Groups == 1 || (p.GroupChannels % PackedFilters.Block == 0 && p.GroupFilters % PackedFilters.Block == 0);

    // Turning planes into blocks and back costs less than rows of a plane lose at their ends, from six channels of a block on.
    private static bool ThroughBlocks(in ConvProblem p) => BlockedDepthwise(p) && p.Channels >= 6;

    private static bool IsDepthwise(in ConvProblem p) => p.GroupChannels == 1 && p.Groups > 1;
}
