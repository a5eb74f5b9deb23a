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
    private readonly AlignedFloats gradient;
    private readonly AlignedFloats? switches;
    private PackedFilters? packed, adjoint;

    internal ConvTraining(Conv2d layer, ConvProblem problem, PoolProblem? pooling, TrainingVolume input, TrainingVolume output, ConvStore store)
        : base(input, output)
    {
        (this.layer, this.problem, this.store) = (layer, problem, store);
        biases = layer.Biases is null ? null : new float[layer.Filters];
        gradient = output.BlockedGradient!;
        if (pooling is null)
            return;
        this.pooling = pooling.Value;
        gradient = new AlignedFloats(BlockedActivations.Length(problem.Batch, problem.Filters, problem.OutPlane));
        switches = new AlignedFloats(output.BlockedLength);
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
            adjoint = Conv2dAlgorithms.PackForInputGradientBlocked(problem, layer.Weights.Value.Array, layer.Algorithm);
        else
            adjoint.Repack(layer.Weights.Value.Array);
    }

    internal override void Backward(int image, int count)
    {
        if (switches is not null)
        {
            PoolAlgorithms.MaxGradientBlocked(pooling with { Batch = count }, switches.Pointer + (nint)image * Output.ImageLength,
                Output.GradientAt(image), (store & ConvStore.Rectify) == 0 ? null : Output.At(image), GradientAt(image));
        }

        if (Input.BlockedGradient is not null)
        {
            Conv2dAlgorithms.InputGradientBlocked(problem with { Batch = count }, GradientAt(image), adjoint!, Input.GradientAt(image),
                ActivationLayout.Nchw16c, Input.Mask(image));
        }
        else if (Input.TensorGradient is { } tensor)
            ToTensor(image, count, tensor);
    }

    internal override void EndBackward()
    {
        Input.TensorGradient?.Edit();
        layer.Weights.Gradient.Edit();
        layer.Biases?.Gradient.Edit();
        fixed (float* tensor = Input.Tensor?.Array, dw = layer.Weights.Gradient.Array, db = layer.Biases?.Gradient.Array)
        {
            var x = Input.Blocked is { } blocks ? blocks.Pointer : tensor;
            Conv2dAlgorithms.FilterGradient(problem, x, Input.Layout, gradient.Pointer, ActivationLayout.Nchw16c, dw, db);
        }
    }

    public void ReadInputGradient(Tensor to)
    {
        to.Edit();
        ToTensor(0, problem.Batch, to);
    }

    public void ReadInside(int layer, Tensor to)
    {
        to.Edit();
        fixed (float* y = to.Array)
            Convolve(0, problem.Batch, y, ActivationLayout.Nchw, layer == 0 ? ConvStore.Plain : ConvStore.Rectify, null);
    }

    public void ReadGradientInside(int layer, Tensor to)
    {
        if (layer == 0)
        {
            TrainingVolume.Copy(gradient, to);
            return;
        }

        var unmasked = new AlignedFloats(gradient.Length);
        PoolAlgorithms.MaxGradientBlocked(pooling, switches!.Pointer, Output.BlockedGradient!.Pointer, null, unmasked.Pointer);
        TrainingVolume.Copy(unmasked, to);
    }

    private float* GradientAt(int image) => gradient.Pointer + image * (nint)(gradient.Length / problem.Batch);

    private void ToTensor(int image, int count, Tensor inputGradient)
    {
        fixed (float* dx = inputGradient.Array)
        {
            Conv2dAlgorithms.InputGradientBlocked(problem with { Batch = count }, GradientAt(image), adjoint!,
                dx + (nint)image * problem.Channels * problem.Plane, ActivationLayout.Nchw, null);
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
