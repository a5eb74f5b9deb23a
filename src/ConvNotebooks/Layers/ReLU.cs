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
    private protected override void Compute(Tensor input, Tensor output) => Elementwise.Relu(input.Array, output.Array);
}
