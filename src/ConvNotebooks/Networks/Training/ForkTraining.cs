using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// Where branches begin in a training pass: all read the same numbers, and the gradients that they bring back are added in the
/// order of the layers that read them.
/// </summary>
internal sealed unsafe class ForkTraining(TrainingVolume volume) : ImageStep(volume, volume), IBlockedStep
{
    private readonly List<TrainingVolume> branches = [];

    /// <summary>The volume as the next branch reads it.</summary>
    /// <param name="gradient">Where its gradient is, when that is there already.</param>
    internal TrainingVolume Branch(AlignedFloats? gradient = null)
    {
        var branch = Input.ForBranch(gradient);
        branches.Add(branch);
        return branch;
    }

    internal override void Forward(int image, int count)
    {
    }

    internal override void BeginBackward() => Input.TensorGradient?.Edit();

    internal override void Backward(int image, int count)
    {
        var length = (long)count * Input.ImageLength;
        if (Input.TensorGradient is { } tensor)
        {
            fixed (float* sum = tensor.Array)
                SumTensors(sum + (nint)image * Input.ImageLength, image, length);
        }
        else if (Input.BlockedGradient is not null)
        {
            Sum(Input.GradientAt(image), image, length);
            if (Input.Rectified)
                Elementwise.ReluGradient(Input.At(image), Input.GradientAt(image), Input.GradientAt(image), length);
        }
    }

    public void ReadInputGradient(Tensor to)
    {
        var unmasked = new AlignedFloats(Input.BlockedLength);
        Sum(unmasked.Pointer, 0, Input.BlockedLength);
        TrainingVolume.Copy(unmasked, to);
    }

    private void Sum(float* sum, int image, long length)
    {
        Elementwise.Add(branches[0].GradientAt(image), branches[1].GradientAt(image), sum, length);
        for (var i = 2; i < branches.Count; i++)
            Elementwise.Add(sum, branches[i].GradientAt(image), sum, length);
    }

    private void SumTensors(float* sum, int image, long length)
    {
        for (var i = 1; i < branches.Count; i++)
        {
            fixed (float* first = branches[0].TensorGradient!.Array, other = branches[i].TensorGradient!.Array)
            {
                var at = (nint)image * Input.ImageLength;
                Elementwise.Add(i == 1 ? first + at : sum, other + at, sum, length);
            }
        }
    }
}
