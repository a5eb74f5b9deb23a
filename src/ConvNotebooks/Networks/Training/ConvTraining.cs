using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// A convolution in a training pass, from either layout to blocks, and the rectifier and the pooling of 2x2 squares that follow
/// it. Its filters and biases are copied at every step: what was computed with them can be looked at when the optimizer has
/// changed the layer's.
/// </summary>
internal sealed unsafe class ConvTraining : ImageStep, IBlockedStep, IJoinedSteps
{
    private readonly Conv2d layer;
    private readonly ConvProblem problem;
    private readonly PoolProblem pooling;
    private readonly ConvStore store;
    private readonly float[]? biases;
    private readonly AlignedFloats? switches, unpooled;
    private PackedFilters? packed, adjoint;

    internal ConvTraining(Conv2d layer, ConvProblem problem, PoolProblem? pooling, TrainingVolume input, TrainingVolume output, ConvStore store)
        : base(input, output)
    {
        (this.layer, this.problem, this.store) = (layer, problem, store);
        biases = layer.Biases is null ? null : new float[layer.Filters];
        if (pooling is null)
            return;
        this.pooling = pooling.Value;
        switches = new AlignedFloats(output.BlockedLength);
        if (!Conv2dGradientAlgorithms.FiltersFromPooled(problem, input.Layout))
            unpooled = new AlignedFloats(BlockedActivations.Length(problem.Batch, problem.Filters, problem.OutPlane));
    }

    internal override long Work => problem.MultiplyAdds / problem.Batch;

    internal override void Begin()
    {
        var weights = layer.Weights.Value.Array;
        if (packed is null)
            packed = Conv2dAlgorithms.Pack(problem, weights, layer.Algorithm)!;
        else
            packed.Repack(weights);
        layer.Biases?.Value.Array.CopyTo(biases!, 0);
    }

    internal override void Forward(int image, int count) => Convolve(image, count, Output.At(image), ActivationLayout.Nchw16c, store,
        switches is null ? null : switches.Pointer + (nint)image * Output.ImageLength);

    internal override void BeginBackward()
    {
        if (!Input.WantsGradient)
            return;
        if (adjoint is null)
            adjoint = Conv2dGradientAlgorithms.PackForBlockedInput(problem, layer.Weights.Value.Array, layer.Algorithm);
        else
            adjoint.Repack(layer.Weights.Value.Array);
    }

    internal override void Backward(int image, int count)
    {
        if (!Input.WantsGradient && unpooled is null)
            return;
        var some = problem with { Batch = count };
        if (switches is not null && unpooled is null && Input.BlockedGradient is not null
            && Conv2dGradientAlgorithms.PooledInput(some, Pooled(image), adjoint!, Input.GradientAt(image), Input.Mask(image)))
        {
            return;
        }

        var dy = GradientAt(image, count);
        if (Input.BlockedGradient is not null)
        {
            Conv2dGradientAlgorithms.Input(some, dy, ActivationLayout.Nchw16c, adjoint!, Input.GradientAt(image), ActivationLayout.Nchw16c, Input.Mask(image));
        }
        else if (Input.TensorGradient is { } tensor)
            ToTensor(image, count, dy, tensor);
    }

    internal override void EndBackward()
    {
        Input.TensorGradient?.Edit();
        layer.Weights.Gradient.Edit();
        layer.Biases?.Gradient.Edit();
        fixed (float* tensor = Input.Tensor?.Array, dw = layer.Weights.Gradient.Array, db = layer.Biases?.Gradient.Array)
        {
            var x = Input.Blocked is { } blocks ? blocks.Pointer : tensor;
            var winnersAlone = switches is not null && unpooled is null;
            if (winnersAlone && Conv2dGradientAlgorithms.PooledFilters(problem, x, Pooled(0), dw, db))
                return;
            var dy = unpooled is null ? GradientAt(0, problem.Batch) : unpooled.Pointer;
            Conv2dGradientAlgorithms.Filters(problem, x, Input.Layout, dy, ActivationLayout.Nchw16c, dw, db,
                winnersAlone ? ConvAlgorithm.Auto : layer.Algorithm);
        }
    }

    public void ReadInputGradient(Tensor to)
    {
        to.Edit();
        ToTensor(0, problem.Batch, GradientAt(0, problem.Batch), to);
    }

    public void ReadInside(int layer, Tensor to)
    {
        to.Edit();
        fixed (float* y = to.Array)
            Convolve(0, problem.Batch, y, ActivationLayout.Nchw, layer == 0 ? ConvStore.Plain : ConvStore.Rectify, null);
    }

    public void ReadGradientInside(int layer, Tensor to)
    {
        if (switches is null)
        {
            TrainingVolume.Copy(Output.BlockedGradient!, to);
            return;
        }

        var inside = new AlignedFloats(BlockedActivations.Length(problem.Batch, problem.Filters, problem.OutPlane));
        Unpool(0, problem.Batch, rectified: layer == 0, inside.Pointer);
        TrainingVolume.Copy(inside, to);
        GC.KeepAlive(inside);
    }

    /// <summary>
    /// The gradient of the convolution's outputs of a few images. A pooling's is in memory for all images where every pixel counts for
    /// the filters; otherwise it lasts until this thread asks again, and stays in its near cache.
    /// </summary>
    private float* GradientAt(int image, int count)
    {
        if (switches is null)
            return Output.GradientAt(image);
        var length = BlockedActivations.Length(count, problem.Filters, problem.OutPlane);
        var dy = unpooled is null ? Scratch.Floats(length, Scratch.Use.Gradient) : unpooled.Pointer + image * (nint)(length / count);
        Unpool(image, count, rectified: true, dy);
        return dy;
    }

    private void Unpool(int image, int count, bool rectified, float* dy)
    {
        var pooled = Pooled(image);
        PoolAlgorithms.MaxGradientBlocked(pooling with { Batch = count }, pooled.Switches, pooled.Dy, rectified ? pooled.Rectified : null, dy);
    }

    /// <summary>What comes back through the pooling, from an image on.</summary>
    private PooledGradient Pooled(int image) => new(Output.GradientAt(image), (store & ConvStore.Rectify) == 0 ? null : Output.At(image),
        switches!.Pointer + (nint)image * Output.ImageLength);

    private void ToTensor(int image, int count, float* dy, Tensor inputGradient)
    {
        fixed (float* dx = inputGradient.Array)
        {
            Conv2dGradientAlgorithms.Input(problem with { Batch = count }, dy, ActivationLayout.Nchw16c, adjoint!,
                dx + (nint)image * problem.Channels * problem.Plane, ActivationLayout.Nchw);
        }
    }

    private void Convolve(int image, int count, float* y, ActivationLayout layout, ConvStore what, float* winners)
    {
        fixed (float* tensor = Input.Tensor?.Array, bias = biases)
        {
            var x = (Input.Blocked is { } blocks ? blocks.Pointer : tensor) + (nint)image * Input.ImageLength;
            Conv2dAlgorithms.Forward(problem with { Batch = count }, x, Input.Layout, packed!, bias, y, layout, layer.Algorithm, what, winners);
        }
    }
}
