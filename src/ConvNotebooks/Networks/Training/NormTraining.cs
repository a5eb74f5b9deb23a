using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>A batch normalisation of blocked volumes in a training pass, and the rectifier that follows it.</summary>
internal sealed unsafe class NormTraining(BatchNorm2d layer, TrainingVolume input, TrainingVolume output)
    : TrainingStep(input, output), IBlockedStep, IJoinedSteps
{
    private readonly NormSizes sizes = new(input.Shape.N, input.Shape.C, input.Shape.H * input.Shape.W);
    private readonly BatchStatistics batch = new(input.Shape);
    private readonly float[] shift = new float[input.Shape.C];

    internal override void Forward(long step)
    {
        layer.Shift.Value.Array.CopyTo(shift, 0);
        layer.ForwardBlocked(sizes, Input.Blocked!.Pointer, Output.Blocked!.Pointer, Output.Rectified, batch);
    }

    internal override void Backward() =>
        layer.BackwardBlocked(sizes, Input.Blocked!.Pointer, Output.BlockedGradient!.Pointer, Input.BlockedGradient!.Pointer, Input.Mask(), batch);

    public void ReadInputGradient(Tensor to)
    {
        var unmasked = new AlignedFloats(Input.BlockedLength);
        BatchNormAlgorithms.BackwardBlocked(sizes, Input.Blocked!.Pointer, Output.BlockedGradient!.Pointer, batch.Mean, batch.Factor, batch.Slope,
            batch.Offset, unmasked.Pointer, null);
        TrainingVolume.Copy(unmasked, to);
    }

    public void ReadInside(int layer, Tensor to)
    {
        var normalized = new AlignedFloats(Output.BlockedLength);
        BatchNormAlgorithms.ForwardBlocked(sizes, Input.Blocked!.Pointer, batch.Mean, batch.Factor, shift, normalized.Pointer, rectify: false);
        TrainingVolume.Copy(normalized, to);
    }

    public void ReadGradientInside(int layer, Tensor to) => TrainingVolume.Copy(Output.BlockedGradient!, to);
}
