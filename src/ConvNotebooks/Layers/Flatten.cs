namespace ConvNotebooks;

/// <summary>
/// Lays a volume out as one depth column: in [W x H x D], out [1 x 1 x W·H·D], depth slice after depth slice, row by row.
/// </summary>
public sealed class Flatten : Layer
{
    /// <inheritdoc/>
    public override string Word => "FLATTEN";

    /// <inheritdoc/>
    public override string Notation => Word;

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> Hyperparameters => [];

    /// <inheritdoc/>
    /// <exception cref="OverflowException">The volume holds more values than an int counts.</exception>
    public override Shape OutputShape(Shape input) => new(1, 1, input.Length);

    /// <inheritdoc/>
    public override string Formula(Shape input) => $"{input.Neurons.Terms} = {input.Neurons.Value}";

    /// <inheritdoc/>
    internal override void Compute(Tensor input, Tensor output, LayerState? state) => input.Array.CopyTo(output.Array, 0);

    /// <inheritdoc/>
    internal override void Backward(Tensor input, Tensor output, Tensor outputGradient, Tensor? inputGradient, LayerState? state)
    {
        if (inputGradient is not null)
            outputGradient.Array.CopyTo(inputGradient.Array, 0);
    }
}
