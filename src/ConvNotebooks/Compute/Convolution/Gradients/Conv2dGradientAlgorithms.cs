namespace ConvNotebooks.Routines;

/// <summary>Chooses how a convolution's gradients are computed, by its shape alone.</summary>
internal static unsafe class Conv2dGradientAlgorithms
{
    /// <summary>Packs filters w [K, C/groups, FH, FW] for the gradient of an input; null where it reads them as they are.</summary>
    public static PackedFilters? PackForInput(in ConvProblem p, ReadOnlySpan<float> w, ConvAlgorithm algorithm = ConvAlgorithm.Auto) =>
        algorithm == ConvAlgorithm.Reference || InputGradientAlongRows.Suits(p) ? null : PackForBlockedInput(p, w, algorithm);

    /// <summary>The same where the gradient of the output, at least, is blocked.</summary>
    public static PackedFilters PackForBlockedInput(in ConvProblem p, ReadOnlySpan<float> w, ConvAlgorithm algorithm) =>
        Conv2dAlgorithms.IsWinograd(p.ToAdjoint(), algorithm) ? PackedFilters.ForWinograd(p, w, adjoint: true) : PackedFilters.ForInputGradient(p, w);

    /// <summary>The gradient with respect to the input, dx [N, C, H, W], of a convolution whose outputs have the gradient dy.</summary>
    /// <param name="p">The convolution's sizes.</param>
    /// <param name="dy">Gradient of the output [N, K, OH, OW].</param>
    /// <param name="w">Filters [K, C/groups, FH, FW].</param>
    /// <param name="packed">What <see cref="PackForInput"/> made of the filters; packed here when null.</param>
    /// <param name="dx">Gradient of the input, overwritten.</param>
    /// <param name="algorithm">How to compute it.</param>
    public static void Input(in ConvProblem p, float[] dy, float[] w, PackedFilters? packed, float[] dx, ConvAlgorithm algorithm = ConvAlgorithm.Auto)
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
                Lanes.Start(new InputGradientAlongRows(p, gradient, filters, result));
            else
                Input(p, gradient, ActivationLayout.Nchw, packed ?? PackForBlockedInput(p, w, algorithm), result, ActivationLayout.Nchw);
        }
    }

    /// <summary>The same from either layout to either, masked where the input was rectified.</summary>
    /// <param name="p">The convolution's sizes.</param>
    /// <param name="dy">Gradient of the output.</param>
    /// <param name="dyLayout">Its layout.</param>
    /// <param name="packed">What <see cref="PackForBlockedInput"/> made of the filters: its algorithm computes.</param>
    /// <param name="dx">Gradient of the input, overwritten.</param>
    /// <param name="dxLayout">Its layout.</param>
    /// <param name="rectified">The input, blocked, if the gradient is to be that of the rectifier which gave it; otherwise null.</param>
    public static void Input(in ConvProblem p, float* dy, ActivationLayout dyLayout, PackedFilters packed, float* dx, ActivationLayout dxLayout,
        float* rectified = null)
    {
        var store = rectified == null ? ConvStore.Plain : ConvStore.Mask;
        if (packed.Algorithm == ConvAlgorithm.Winograd)
            Conv2dWinograd.Forward(Conv2dWinograd.InputGradient(p), dy, dyLayout, packed, null, dx, dxLayout, store, rectified);
        else if (SpreadGradient.Serves(p))
            Lanes.Start(new SpreadGradient(p, dy, dyLayout, packed, dx, dxLayout, rectified));
        else
            Lanes.Start(new Conv2dDirect(p.ToAdjoint(), dy, dyLayout, packed, null, dx, dxLayout, store, rectified));
    }

    /// <summary>
    /// The same where max pooling of 2x2 squares follows, from what comes back through it. False where every pixel is to be multiplied:
    /// so do other algorithms, large images, and numbers that are not finite, which 0 does not make 0.
    /// </summary>
    /// <param name="p">The convolution's sizes.</param>
    /// <param name="dy">What comes back through the pooling.</param>
    /// <param name="packed">What <see cref="PackForBlockedInput"/> made of the filters.</param>
    /// <param name="dx">Gradient of the input, blocked, overwritten.</param>
    /// <param name="rectified">The input, if the gradient is to be that of the rectifier which gave it; otherwise null.</param>
    public static bool PooledInput(in ConvProblem p, PooledGradient dy, PackedFilters packed, float* dx, float* rectified)
    {
        if (packed.Algorithm == ConvAlgorithm.Winograd || !Conv2dPooledInputGradient.Computes(p))
            return false;
        var finite = true;
        Lanes.Start(new Conv2dPooledInputGradient(p, dy, packed, dx, rectified, &finite));
        return finite;
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
    public static void Filters(in ConvProblem p, float[] x, float[] dy, float[] dw, float[]? db, ConvAlgorithm algorithm = ConvAlgorithm.Auto)
    {
        if (algorithm == ConvAlgorithm.Reference)
        {
            Conv2dGradientReference.Filters(p, x, dy, dw);
            if (db is not null)
                Conv2dGradientReference.Biases(p, dy, db);
            return;
        }

        fixed (float* input = x, gradient = dy, filters = dw, biases = db)
            Filters(p, input, ActivationLayout.Nchw, gradient, ActivationLayout.Nchw, filters, biases, algorithm);
    }

    /// <summary>The same from either layout.</summary>
    public static void Filters(in ConvProblem p, float* x, ActivationLayout xLayout, float* dy, ActivationLayout dyLayout, float* dw, float* db,
        ConvAlgorithm algorithm)
    {
        if (Conv2dAlgorithms.IsWinograd(p, algorithm))
        {
            dy = BlockedActivations.InBlocks(p.Batch, p.Filters, p.OutPlane, dy, dyLayout, Scratch.Use.Output);
            x = BlockedActivations.InBlocks(p.Batch, p.Channels, p.Plane, x, xLayout, Scratch.Use.Input);
            Lanes.Start(new WinogradFilterGradient(p, x, dy, dw, db));
        }
        else
            Lanes.Start(new Conv2dFilterGradient(p, x, xLayout, dy, dyLayout, dw, db));
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
    /// which 0 does not make 0: then every pixel counts, and those of all pixels are to be computed.
    /// </summary>
    /// <param name="p">The convolution's sizes.</param>
    /// <param name="x">Input, blocked.</param>
    /// <param name="dy">What comes back through the pooling.</param>
    /// <param name="dw">Gradient of the filters, overwritten.</param>
    /// <param name="db">Gradient of the biases, overwritten; null to leave out.</param>
    public static bool PooledFilters(in ConvProblem p, float* x, PooledGradient dy, float* dw, float* db)
    {
        var finite = true;
        Lanes.Start(new Conv2dPooledFilterGradient(p, x, dy, dw, db, &finite));
        return finite;
    }
}
