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
