namespace ConvNotebooks;

/// <summary>Branches joined in tensors in a training pass: whatever is subsampled, or joined along the depth within a block.</summary>
internal sealed class JoinTraining(Join layer, TrainingVolume[] volumes, TrainingVolume output) : TrainingStep(volumes[0], output)
{
    private readonly Tensor[] tensors = [.. volumes.Select(v => v.Tensor!)];

    internal override void Forward(long step) => layer.Forward(tensors, Output.Tensor!);

    internal override void Backward()
    {
        for (var i = 0; i < volumes.Length; i++)
        {
            if (volumes[i].TensorGradient is { } gradient)
                layer.Backward(i, Output.TensorGradient!, gradient);
        }
    }
}
