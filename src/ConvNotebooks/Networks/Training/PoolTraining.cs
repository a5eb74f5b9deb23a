using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>A max pooling of blocked volumes in a training pass, with its switches.</summary>
internal sealed unsafe class MaxPoolTraining(PoolProblem problem, TrainingVolume input, TrainingVolume output)
    : ImageStep(input, output), IBlockedStep
{
    private readonly AlignedFloats switches = new(output.BlockedLength);

    internal override void Forward(int image, int count) =>
        PoolAlgorithms.MaxBlocked(problem with { Batch = count }, Input.At(image), Output.At(image), Switches(image));

    /// <summary>A maximum is its pixel: the rectifier before the pooling masks by either.</summary>
    internal override void Backward(int image, int count) => PoolAlgorithms.MaxGradientBlocked(problem with { Batch = count }, Switches(image),
        Output.GradientAt(image), Input.Rectified ? Output.At(image) : null, Input.GradientAt(image));

    public void ReadInputGradient(Tensor to)
    {
        var unmasked = new AlignedFloats(Input.BlockedLength);
        PoolAlgorithms.MaxGradientBlocked(problem, switches.Pointer, Output.BlockedGradient!.Pointer, null, unmasked.Pointer);
        TrainingVolume.Copy(unmasked, to);
    }

    private float* Switches(int image) => switches.Pointer + (nint)image * Output.ImageLength;
}

/// <summary>An average pooling of blocked volumes in a training pass.</summary>
internal sealed unsafe class AveragePoolTraining(PoolProblem problem, bool includePadding, TrainingVolume input, TrainingVolume output)
    : ImageStep(input, output), IBlockedStep
{
    internal override void Forward(int image, int count) =>
        PoolAlgorithms.AverageBlocked(problem with { Batch = count }, Input.At(image), Output.At(image), includePadding);

    internal override void Backward(int image, int count)
    {
        var dx = Input.GradientAt(image);
        PoolAlgorithms.AverageGradientBlocked(problem with { Batch = count }, Output.GradientAt(image), dx, includePadding);
        if (Input.Rectified)
            Elementwise.ReluGradient(Input.At(image), dx, dx, (long)count * Input.ImageLength);
    }

    public void ReadInputGradient(Tensor to)
    {
        var unmasked = new AlignedFloats(Input.BlockedLength);
        PoolAlgorithms.AverageGradientBlocked(problem, Output.BlockedGradient!.Pointer, unmasked.Pointer, includePadding);
        TrainingVolume.Copy(unmasked, to);
    }
}
