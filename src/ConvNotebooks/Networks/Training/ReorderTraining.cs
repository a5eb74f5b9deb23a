using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>Blocked volumes to tensors in a training pass, and the gradient back to blocks: the edge of what blocked routines cover.</summary>
internal sealed unsafe class ReorderTraining(TrainingVolume input, TrainingVolume output) : ImageStep(input, output), IBlockedStep
{
    internal override void Begin() => Output.Tensor!.Edit();

    internal override void Forward(int image, int count)
    {
        var shape = Input.Shape;
        fixed (float* y = Output.Tensor!.Array)
            BlockedActivations.ToTensor(count, shape.C, shape.H * shape.W, Input.At(image), y + (nint)image * Output.ImageLength);
    }

    internal override void Backward(int image, int count)
    {
        var shape = Input.Shape;
        var dx = Input.GradientAt(image);
        fixed (float* dy = Output.TensorGradient!.Array)
            BlockedActivations.FromTensor(count, shape.C, shape.H * shape.W, dy + (nint)image * Output.ImageLength, dx);
        if (Input.Rectified)
            Elementwise.ReluGradient(Input.At(image), dx, dx, (long)count * Input.ImageLength);
    }

    public void ReadInputGradient(Tensor to) => Output.TensorGradient!.Values.CopyTo(to.Edit());
}
