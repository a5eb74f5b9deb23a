using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>The rectified linear unit, max(0, x) for each neuron; the volume keeps its shape.</summary>
public sealed class ReLU : Layer
{
    /// <inheritdoc/>
    public override string Word => "RELU";

    /// <inheritdoc/>
    public override string Notation => Word;

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> Hyperparameters => [];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    internal override void Compute(Tensor input, Tensor output, LayerState? state) => Elementwise.Relu(input.Array, output.Array);

    /// <inheritdoc/>
    internal override void Backward(Tensor input, Tensor output, Tensor outputGradient, Tensor? inputGradient, LayerState? state)
    {
        if (inputGradient is not null)
            Elementwise.ReluGradient(output.Array, outputGradient.Array, inputGradient.Array);
    }
}
