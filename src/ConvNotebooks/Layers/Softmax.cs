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
    internal override void Compute(Tensor input, Tensor output, LayerState? state) => SoftmaxAlgorithms.Forward(
        input.Shape.N, input.Shape.C, input.Shape.H * input.Shape.W, input.Array, output.Array);

    /// <inheritdoc/>
    internal override void Backward(Tensor input, Tensor output, Tensor outputGradient, Tensor? inputGradient, LayerState? state)
    {
        var shape = input.Shape;
        if (inputGradient is not null)
            SoftmaxAlgorithms.Gradient(shape.N, shape.C, shape.H * shape.W, output.Array, outputGradient.Array, inputGradient.Array);
    }
}
