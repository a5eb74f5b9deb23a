using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// Turns the logits of each depth column into probabilities, exp(x − max)/sum; the volume keeps its shape. Fully
/// convolutional outputs get a distribution at every place.
/// </summary>
public sealed class Softmax : Layer
{
    /// <inheritdoc/>
    public override string Word => "SOFTMAX";

    /// <inheritdoc/>
    public override string Notation => Word;

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> Hyperparameters => [];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    private protected override void Compute(Tensor input, Tensor output) => SoftmaxAlgorithms.Forward(
        input.Shape.N, input.Shape.C, input.Shape.H * input.Shape.W, input.Array, output.Array);
}
