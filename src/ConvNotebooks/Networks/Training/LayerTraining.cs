namespace ConvNotebooks;

/// <summary>Any other layer in a training pass, from tensors to tensors.</summary>
internal sealed class LayerTraining(Layer layer, TrainingVolume input, TrainingVolume output) : TrainingStep(input, output)
{
    private readonly LayerState? state = layer.NewState(input.Shape);

    internal override void Forward(long step)
    {
        state?.Begin(step);
        Output.Tensor!.Edit();
        layer.Compute(Input.Tensor!, Output.Tensor, state);
    }

    internal override void Backward()
    {
        Input.TensorGradient?.Edit();
        layer.Backward(Input.Tensor!, Output.Tensor!, Output.TensorGradient!, Input.TensorGradient, state);
    }
}

/// <summary>A residual connection in a training pass: two tensors added.</summary>
internal sealed class AddTraining(Add layer, TrainingVolume input, TrainingVolume skipped, TrainingVolume output) : TrainingStep(input, output)
{
    internal override void Forward(long step) => layer.Sum(Input.Tensor!, skipped.Tensor!, Output.Tensor!);

    internal override void Backward() => Output.TensorGradient!.Values.CopyTo(Input.TensorGradient!.Edit());

    /// <summary>Adds what the connection brings back to the gradient of a step's input, if that is where it began.</summary>
    internal void AddSkipped(TrainingVolume began)
    {
        if (began == skipped && skipped.TensorGradient is { } gradient)
            Add.AddGradient(Output.TensorGradient!, gradient);
    }
}
