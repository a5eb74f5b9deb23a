using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>A rectifier of blocked volumes in a training pass that joins no step before it, as after a pooling.</summary>
internal sealed unsafe class RectifyTraining(TrainingVolume input, TrainingVolume output) : TrainingStep(input, output), IBlockedStep
{
    internal override void Forward(long step) => Elementwise.Relu(Input.Blocked!.Pointer, Output.Blocked!.Pointer, Input.BlockedLength);

    /// <summary>The output's gradient is that of the rectifier's input already; where that was rectified too, nothing changes.</summary>
    internal override void Backward() =>
        new ReadOnlySpan<float>(Output.BlockedGradient!.Pointer, checked((int)Input.BlockedLength))
            .CopyTo(new(Input.BlockedGradient!.Pointer, checked((int)Input.BlockedLength)));

    public void ReadInputGradient(Tensor to) => TrainingVolume.Copy(Output.BlockedGradient!, to);
}
