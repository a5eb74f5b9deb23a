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
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var output = new Tensor(input.Shape);
        Elementwise.Relu(input.Array, output.Array);
        return output;
    }
}
