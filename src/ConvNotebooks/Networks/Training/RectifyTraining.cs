using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>A rectifier of blocked volumes in a training pass that joins no step before it, as after a pooling.</summary>
internal sealed unsafe class RectifyTraining(TrainingVolume input, TrainingVolume output) : ImageStep(input, output), IBlockedStep
{
    internal override void Forward(int image, int count) => Elementwise.Relu(Input.At(image), Output.At(image), (long)count * Input.ImageLength);

    /// <summary>The output's gradient is that of the rectifier's input already; where that was rectified too, nothing changes.</summary>
    internal override void Backward(int image, int count) => new ReadOnlySpan<float>(Output.GradientAt(image), count * Input.ImageLength)
        .CopyTo(new(Input.GradientAt(image), count * Input.ImageLength));

    public void ReadInputGradient(Tensor to) => TrainingVolume.Copy(Output.BlockedGradient!, to);
}
