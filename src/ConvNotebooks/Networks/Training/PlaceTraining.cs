using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>A branch's blocks copied to their place behind those of the branches before it, in a training pass.</summary>
internal sealed unsafe class PlaceTraining(TrainingVolume input, TrainingVolume output, int firstSlice) : ImageStep(input, output), IBlockedStep
{
    private readonly nint at = (nint)firstSlice * input.Shape.H * input.Shape.W;

    internal override void Forward(int image, int count)
    {
        for (var n = image; n < image + count; n++)
            Part(Input.At(n)).CopyTo(Part(Output.At(n) + at));
    }

    internal override void Backward(int image, int count)
    {
        for (var n = image; n < image + count; n++)
            Part(Output.GradientAt(n) + at).CopyTo(Part(Input.GradientAt(n)));
        if (Input.Rectified)
            Elementwise.ReluGradient(Input.At(image), Input.GradientAt(image), Input.GradientAt(image), (long)count * Input.ImageLength);
    }

    public void ReadInputGradient(Tensor to)
    {
        var unmasked = new AlignedFloats(Input.BlockedLength);
        for (var n = 0; n < Input.Shape.N; n++)
            Part(Output.GradientAt(n) + at).CopyTo(Part(unmasked.Pointer + (nint)n * Input.ImageLength));
        TrainingVolume.Copy(unmasked, to);
    }

    private Span<float> Part(float* from) => new(from, Input.ImageLength);
}
