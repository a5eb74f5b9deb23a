using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>The mean of every depth slice, whatever the size of the images: in [W x H x D], out [1 x 1 x D].</summary>
/// <remarks>Source: M. Lin, Q. Chen, S. Yan, "Network in network" (2014).</remarks>
public sealed class GlobalAveragePool : Layer
{
    /// <inheritdoc/>
    public override string Word => "GAP";

    /// <inheritdoc/>
    public override string Notation => Word;

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> Hyperparameters => [];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => new(1, 1, input.Depth);

    /// <inheritdoc/>
    public override string Formula(Shape input) => $"one mean for each of {input.Depth} slices";

    /// <inheritdoc/>
    public override ReceptiveField Through(ReceptiveField field, Shape input) =>
        new(field.Width.Across(input.Width), field.Height.Across(input.Height));

    /// <inheritdoc/>
    internal override void Compute(Tensor input, Tensor output, LayerState? state) =>
        PoolAlgorithms.Average(Problem(input.Shape), input.Array, output.Array);

    /// <inheritdoc/>
    internal override void Backward(Tensor input, Tensor output, Tensor outputGradient, Tensor? inputGradient, LayerState? state)
    {
        if (inputGradient is not null)
            PoolAlgorithms.AverageGradient(Problem(input.Shape), outputGradient.Array, inputGradient.Array);
    }

    /// <summary>A pooling whose window is the whole slice, its rows laid end to end.</summary>
    internal static PoolProblem Problem(TensorShape input) => new()
    {
        Batch = input.N,
        Channels = input.C,
        Height = 1,
        Width = input.H * input.W,
        WindowHeight = 1,
        WindowWidth = input.H * input.W,
        OutHeight = 1,
        OutWidth = 1,
    };
}
