using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>Blocked volumes to tensors in a training pass, and the gradient back to blocks: the edge of what blocked routines cover.</summary>
internal sealed unsafe class ReorderTraining(TrainingVolume input, TrainingVolume output) : TrainingStep(input, output), IBlockedStep
{
    internal override void Forward(long step) => TrainingVolume.Copy(Input.Blocked!, Output.Tensor!);

    internal override void Backward()
    {
        var shape = Input.Shape;
        var dx = Input.BlockedGradient!.Pointer;
        fixed (float* dy = Output.TensorGradient!.Array)
            BlockedActivations.FromTensor(shape.N, shape.C, shape.H * shape.W, dy, dx);
        if (Input.Rectified)
            Elementwise.ReluGradient(Input.Mask, dx, dx, Input.BlockedLength);
    }

    public void ReadInputGradient(Tensor to) => Output.TensorGradient!.Values.CopyTo(to.Edit());
}
