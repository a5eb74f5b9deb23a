namespace ConvNotebooks.Routines;

/// <summary>Chooses how a convolution is computed, by its shape alone.</summary>
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
        if (!IsWinograd(p, algorithm))
        {
            Lanes.Start(new Conv2dDirect(p, x, inputLayout, packed, bias, y, outputLayout, store, beside, finish));
            return;
        }

        if (inputLayout == ActivationLayout.Nchw && outputLayout == ActivationLayout.Nchw && Conv2dWinograd.BandRows(p) > 0)
        {
            WinogradBands.Forward(p, x, packed, bias, y, store);
            return;
        }

        float* blockedX = x, blockedY = y;
        if (inputLayout == ActivationLayout.Nchw)
        {
            blockedX = Scratch.Floats(BlockedActivations.Length(p.Batch, p.Channels, p.Plane), Scratch.Use.Input);
            BlockedActivations.FromTensor(p.Batch, p.Channels, p.Plane, x, blockedX);
        }

        if (outputLayout == ActivationLayout.Nchw)
            blockedY = Scratch.Floats(BlockedActivations.Length(p.Batch, p.Filters, p.OutPlane), Scratch.Use.Output);
        Conv2dWinograd.Forward(p, blockedX, packed, bias, blockedY, store, beside);
        if (outputLayout == ActivationLayout.Nchw)
            BlockedActivations.ToTensor(p.Batch, p.Filters, p.OutPlane, blockedY, y);
    }

    /// <summary>Packs filters w [K, C/groups, FH, FW] for <see cref="InputGradient"/>; null where it reads them as they are.</summary>
    public static PackedFilters? PackForInputGradient(in ConvProblem p, ReadOnlySpan<float> w,
        ConvAlgorithm algorithm = ConvAlgorithm.Auto) =>
        algorithm == ConvAlgorithm.Reference || InputGradientAlongRows.Suits(p) ? null : PackForInputGradientBlocked(p, w, algorithm);

    /// <summary>Packs filters w [K, C/groups, FH, FW] for <see cref="InputGradientBlocked"/>.</summary>
    public static PackedFilters PackForInputGradientBlocked(in ConvProblem p, ReadOnlySpan<float> w, ConvAlgorithm algorithm) =>
        IsWinograd(p.ToAdjoint(), algorithm) ? PackedFilters.ForWinograd(p, w, adjoint: true) : PackedFilters.ForInputGradient(p, w);

    /// <summary>The gradient with respect to the input, dx [N, C, H, W], of a convolution whose outputs have the gradient dy.</summary>
    /// <param name="p">The convolution's sizes.</param>
    /// <param name="dy">Gradient of the output [N, K, OH, OW].</param>
    /// <param name="w">Filters [K, C/groups, FH, FW].</param>
    /// <param name="packed">What <see cref="PackForInputGradient"/> made of the filters; packed here when null.</param>
    /// <param name="dx">Gradient of the input, overwritten.</param>
    /// <param name="algorithm">How to compute it.</param>
    public static void InputGradient(in ConvProblem p, float[] dy, float[] w, PackedFilters? packed, float[] dx,
        ConvAlgorithm algorithm = ConvAlgorithm.Auto)
    {
        if (algorithm == ConvAlgorithm.Reference)
        {
            Conv2dGradientReference.Input(p, dy, w, dx);
            return;
        }

        fixed (float* gradient = dy, filters = w, result = dx)
        {
            // Three channels of an image fill 3 of 16 lanes: 0.10 of the peak, and six times that with pixels there.
            if (InputGradientAlongRows.Suits(p))
            {
                Lanes.Start(new InputGradientAlongRows(p, gradient, filters, result));
                return;
            }

            packed ??= PackForInputGradientBlocked(p, w, algorithm);
            if (packed.Algorithm == ConvAlgorithm.Winograd)
            {
                Forward(Conv2dWinograd.InputGradient(p), gradient, ActivationLayout.Nchw, packed, null, result, ActivationLayout.Nchw, algorithm);
                return;
            }

            if (SpreadGradient.Serves(p))
            {
                var q = SubsampledInput.Problem(p);
                var pixels = Scratch.Floats(q.InputLength, Scratch.Use.Output);
                Lanes.Start(new Conv2dDirect(q.ToAdjoint(), gradient, ActivationLayout.Nchw, packed, null, pixels, ActivationLayout.Nchw));
                SpreadGradient.Spread(p, pixels, result);
                return;
            }

            Lanes.Start(new Conv2dDirect(p.ToAdjoint(), gradient, ActivationLayout.Nchw, packed, null, result, ActivationLayout.Nchw));
        }
    }

    /// <summary>
    /// The gradients with respect to the filters, dw [K, C/groups, FH, FW], and to the biases, db [K], of a convolution of x
    /// whose outputs have the gradient dy.
    /// </summary>
    /// <param name="p">The convolution's sizes.</param>
    /// <param name="x">Input [N, C, H, W].</param>
    /// <param name="dy">Gradient of the output [N, K, OH, OW].</param>
    /// <param name="dw">Gradient of the filters, overwritten.</param>
    /// <param name="db">Gradient of the biases, overwritten; null to leave out.</param>
    /// <param name="algorithm">How to compute it.</param>
    public static void FilterGradient(in ConvProblem p, float[] x, float[] dy, float[] dw, float[]? db,
        ConvAlgorithm algorithm = ConvAlgorithm.Auto)
    {
        if (algorithm == ConvAlgorithm.Reference)
        {
            Conv2dGradientReference.Filters(p, x, dy, dw);
            if (db is not null)
                Conv2dGradientReference.Biases(p, dy, db);
            return;
        }

        fixed (float* input = x, gradient = dy, filters = dw, biases = db)
        {
            if (!IsWinograd(p, algorithm))
            {
                Lanes.Start(new Conv2dFilterGradient(p, input, ActivationLayout.Nchw, gradient, ActivationLayout.Nchw, filters, biases));
                return;
            }

            var blocked = Scratch.Floats(BlockedActivations.Length(p.Batch, p.Filters, p.OutPlane), Scratch.Use.Output);
            BlockedActivations.FromTensor(p.Batch, p.Filters, p.OutPlane, gradient, blocked);
            FilterGradientBlocked(p, input, ActivationLayout.Nchw, blocked, filters, biases, algorithm);
        }
    }

    /// <summary>The same from either layout and blocked dy.</summary>
    public static void FilterGradientBlocked(in ConvProblem p, float* x, ActivationLayout layout, float* dy, float* dw, float* db, ConvAlgorithm algorithm)
    {
        if (!IsWinograd(p, algorithm))
        {
            Lanes.Start(new Conv2dFilterGradient(p, x, layout, dy, ActivationLayout.Nchw16c, dw, db));
            return;
        }

        var blocked = x;
        if (layout == ActivationLayout.Nchw)
        {
            blocked = Scratch.Floats(BlockedActivations.Length(p.Batch, p.Channels, p.Plane), Scratch.Use.Input);
            BlockedActivations.FromTensor(p.Batch, p.Channels, p.Plane, x, blocked);
        }

        Lanes.Start(new WinogradFilterGradient(p, blocked, dy, dw, db));
    }

    /// <summary>
    /// Whether max pooling of 2x2 squares after it leaves so few gradients that they alone are multiplied for the filters:
    /// half the time of all pixels from 16x16 on, four fifths on 8x8, but more than theirs on 4x4; on 16x16 less than Winograd's, which
    /// cannot leave any out.
    /// </summary>
    public static bool FiltersFromPooled(in ConvProblem p, ActivationLayout xLayout) =>
        xLayout == ActivationLayout.Nchw16c && Conv2dPooledFilterGradient.Computes(p);

    /// <summary>
    /// The gradients with respect to the filters and biases where <see cref="FiltersFromPooled"/>. False where a number is not finite,
    /// which 0 does not make 0: then every pixel counts, and <see cref="FilterGradientBlocked"/>
    /// is to be called.
    /// </summary>
    /// <param name="p">The convolution's sizes.</param>
    /// <param name="x">Input, blocked.</param>
    /// <param name="dy">What comes back through the pooling.</param>
    /// <param name="dw">Gradient of the filters, overwritten.</param>
    /// <param name="db">Gradient of the biases, overwritten; null to leave out.</param>
    public static bool PooledFilterGradient(in ConvProblem p, float* x, PooledGradient dy, float* dw, float* db)
    {
        var finite = true;
        Lanes.Start(new Conv2dPooledFilterGradient(p, x, dy, dw, db, &finite));
        return finite;
    }

    /// <summary>The gradient with respect to the input from blocked dy to either layout, masked where the input was rectified.</summary>
    /// <param name="p">The convolution's sizes.</param>
    /// <param name="dy">Gradient of the output, blocked.</param>
    /// <param name="packed">What <see cref="PackForInputGradientBlocked"/> made of the filters: its algorithm computes.</param>
    /// <param name="dx">Gradient of the input, overwritten.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="rectified">The input, blocked, if the gradient is to be that of the rectifier which gave it; otherwise null.</param>
    public static void InputGradientBlocked(in ConvProblem p, float* dy, PackedFilters packed, float* dx, ActivationLayout layout, float* rectified)
    {
        var store = rectified == null ? ConvStore.Plain : ConvStore.Mask;
        if (packed.Algorithm == ConvAlgorithm.Winograd)
        {
            Forward(Conv2dWinograd.InputGradient(p), dy, ActivationLayout.Nchw16c, packed, null, dx, layout, ConvAlgorithm.Winograd, store, rectified);
            return;
        }

        Lanes.Start(new Conv2dDirect(p.ToAdjoint(), dy, ActivationLayout.Nchw16c, packed, null, dx, layout, store, rectified));
    }

    /// <summary>
    /// The same where max pooling of 2x2 squares follows, from what comes back through it. False where every pixel is to be multiplied
    /// (<see cref="InputGradientBlocked"/>): so do other algorithms, large images, and numbers that are not finite, which 0 does not make 0.
    /// </summary>
    /// <param name="p">The convolution's sizes.</param>
    /// <param name="dy">What comes back through the pooling.</param>
    /// <param name="packed">What <see cref="PackForInputGradientBlocked"/> made of the filters.</param>
    /// <param name="dx">Gradient of the input, blocked, overwritten.</param>
    /// <param name="rectified">The input, if the gradient is to be that of the rectifier which gave it; otherwise null.</param>
    public static bool PooledInputGradient(in ConvProblem p, PooledGradient dy, PackedFilters packed, float* dx, float* rectified)
    {
        if (packed.Algorithm == ConvAlgorithm.Winograd || !Conv2dPooledInputGradient.Computes(p))
            return false;
        var finite = true;
        Lanes.Start(new Conv2dPooledInputGradient(p, dy, packed, dx, rectified, &finite));
        return finite;
    }

    /// <summary>Whether filters are transformed before they are packed.</summary>
    public static bool Transforms(in ConvProblem p, ConvAlgorithm algorithm) => IsWinograd(p, algorithm);

    /// <summary>Whether it is depthwise with one filter for each channel: a lane can be both.</summary>
    public static bool BlockedDepthwise(in ConvProblem p) => IsDepthwise(p) && p.GroupFilters == 1;

    /// <summary>Whether the direct routine computes it on blocked activations: a group begins at a block's first channel.</summary>
    public static bool Blocked(in ConvProblem p) =>
        p.Groups == 1 || (p.GroupChannels % PackedFilters.Block == 0 && p.GroupFilters % PackedFilters.Block == 0);

    // Transforming tiles must cost less than it saves: 32 channels and filters at least, and a few tiles to share the filters.
    private static bool IsWinograd(in ConvProblem p, ConvAlgorithm algorithm) =>
        algorithm == ConvAlgorithm.Winograd && Conv2dWinograd.Computes(p)
        && p is { Channels: >= 32, Filters: >= 32, OutHeight: >= 8, OutWidth: >= 8 };

    // Turning planes into blocks and back costs less than rows of a plane lose at their ends, from six channels of a block on.
    private static bool ThroughBlocks(in ConvProblem p) => BlockedDepthwise(p) && p.Channels >= 6;

    private static bool IsDepthwise(in ConvProblem p) => p.GroupChannels == 1 && p.Groups > 1;
}
