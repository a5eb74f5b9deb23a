using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// Branches of one shape added in blocks in a training pass, and the rectifier that follows. The gradient of the sum is that of
/// every branch: the first has it in common with the sum unless a rectifier masks it, and a branch that is the volume before
/// the branches has too.
/// </summary>
internal sealed unsafe class AddTraining(TrainingVolume[] volumes, TrainingVolume output) : ImageStep(volumes[0], output), IBlockedStep, IJoinedSteps
{
    internal override void Forward(int image, int count)
    {
        var length = (long)count * Output.ImageLength;
        Sum(image, length, Output.At(image));
        if (Output.Rectified)
            Elementwise.Relu(Output.At(image), Output.At(image), length);
    }

    internal override void Backward(int image, int count)
    {
        var length = (long)count * Output.ImageLength;
        foreach (var volume in volumes)
        {
            if (volume.Rectified)
                Elementwise.ReluGradient(volume.At(image), Output.GradientAt(image), volume.GradientAt(image), length);
            else if (volume.BlockedGradient != Output.BlockedGradient)
                Buffer.MemoryCopy(Output.GradientAt(image), volume.GradientAt(image), sizeof(float) * length, sizeof(float) * length);
        }
    }

    public void ReadInputGradient(Tensor to) => TrainingVolume.Copy(Output.BlockedGradient!, to);

    public void ReadInside(int layer, Tensor to)
    {
        var sum = new AlignedFloats(Output.BlockedLength);
        Sum(0, Output.BlockedLength, sum.Pointer);
        TrainingVolume.Copy(sum, to);
    }

    public void ReadGradientInside(int layer, Tensor to) => ReadInputGradient(to);

    private void Sum(int image, long length, float* sum)
    {
        Elementwise.Add(volumes[0].At(image), volumes[1].At(image), sum, length);
        foreach (var volume in volumes.AsSpan(2))
            Elementwise.Add(sum, volume.At(image), sum, length);
    }
}
