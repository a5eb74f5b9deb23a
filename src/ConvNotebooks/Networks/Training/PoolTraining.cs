using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>A max pooling of blocked volumes in a training pass, with its switches.</summary>
internal sealed unsafe class MaxPoolTraining(PoolProblem problem, TrainingVolume input, TrainingVolume output)
    : TrainingStep(input, output), IBlockedStep
{
    private readonly AlignedFloats switches = new(output.BlockedLength);

    internal override void Forward(long step) =>
        PoolAlgorithms.MaxBlocked(problem, Input.Blocked!.Pointer, Output.Blocked!.Pointer, switches.Pointer);

    /// <summary>A maximum is its pixel: the rectifier before the pooling masks by either.</summary>
    internal override void Backward() => PoolAlgorithms.MaxGradientBlocked(problem, switches.Pointer, Output.BlockedGradient!.Pointer,
        Input.Rectified ? Output.Blocked!.Pointer : null, Input.BlockedGradient!.Pointer);

    public void ReadInputGradient(Tensor to)
    {
        var unmasked = new AlignedFloats(Input.BlockedLength);
        PoolAlgorithms.MaxGradientBlocked(problem, switches.Pointer, Output.BlockedGradient!.Pointer, null, unmasked.Pointer);
        TrainingVolume.Copy(unmasked, to);
    }
}

/// <summary>An average pooling of blocked volumes in a training pass.</summary>
internal sealed unsafe class AveragePoolTraining(PoolProblem problem, bool includePadding, TrainingVolume input, TrainingVolume output)
    : TrainingStep(input, output), IBlockedStep
{
    internal override void Forward(long step) =>
        PoolAlgorithms.AverageBlocked(problem, Input.Blocked!.Pointer, Output.Blocked!.Pointer, includePadding);

    internal override void Backward()
    {
        var dx = Input.BlockedGradient!.Pointer;
        PoolAlgorithms.AverageGradientBlocked(problem, Output.BlockedGradient!.Pointer, dx, includePadding);
        if (Input.Rectified)
            Elementwise.ReluGradient(Input.Mask, dx, dx, Input.BlockedLength);
    }

    public void ReadInputGradient(Tensor to)
    {
        var unmasked = new AlignedFloats(Input.BlockedLength);
        PoolAlgorithms.AverageGradientBlocked(problem, Output.BlockedGradient!.Pointer, unmasked.Pointer, includePadding);
        TrainingVolume.Copy(unmasked, to);
    }
}
