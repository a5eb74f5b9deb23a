using System.Globalization;
using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// A fully-connected layer: every neuron sees the whole input volume. In [W x H x D], out [1 x 1 x units].
/// </summary>
/// <remarks>Source: CS231n, "Convolutional Networks", section "Fully-connected layer".</remarks>
public sealed class Dense : Layer
{
    private readonly Parameter weights;
    private readonly Parameter? biases;
    private Packing? packing;

    /// <summary>Creates a fully-connected layer with He-initialised weights and zero biases.</summary>
    /// <param name="input">The input volume.</param>
    /// <param name="units">Neurons: the depth of the output, such as the number of classes.</param>
    /// <param name="bias">Whether each neuron has a bias.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one unit.</exception>
    public Dense(Shape input, int units, bool bias = true)
    {
        Input = input;
        Units = Sizes.AtLeastOne(units, nameof(Dense), nameof(units));
        weights = new(nameof(Dense), "weights", new TensorShape(units, input), s => Initializer.HeNormal.Make(Random(), s));
        biases = bias ? new(nameof(Dense), "biases", new TensorShape(1, units, 1, 1), s => new Tensor(s)) : null;
    }

    /// <summary>The input volume.</summary>
    public Shape Input { get; }

    /// <summary>Neurons.</summary>
    public int Units { get; }

    /// <summary>The weights, [units, D, H, W]: one volume of weights a neuron.</summary>
    public Parameter Weights => weights;

    /// <summary>The biases, [1, units, 1, 1]; null without biases.</summary>
    public Parameter? Biases => biases;

    /// <inheritdoc/>
    public override string Word => "FC";

    /// <inheritdoc/>
    public override string Notation => $"FC {Units}" + (biases is null ? " nobias" : "");

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> Hyperparameters =>
        [new("neurons", "K", Units.ToString(CultureInfo.InvariantCulture))];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => biases is null ? [weights] : [weights, biases];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input == Input
        ? new(1, 1, Units)
        : throw new ShapeException($"{Who}: input volume {input} came; the layer was built for {Input}. "
            + $"Give {Input}, or build the layer with input: new Shape({input.Width}, {input.Height}, {input.Depth}).");

    /// <inheritdoc/>
    public override string Formula(Shape input) => $"each sees all of {Input}";

    /// <inheritdoc/>
    public override LayerCounts Count(Shape input)
    {
        var neurons = OutputShape(input).Neurons;
        var terms = Units == 1 ? Fan.Terms : $"{Units.ToString("N0", CultureInfo.InvariantCulture)}·({Fan.Terms})";
        return new(neurons,
            ConvNotebooks.Count.Of("weights", terms, Units, Fan),
            new Count(biases is null ? 0 : Units, "biases"),
            ConvNotebooks.Count.Of("multiply-adds", terms, Units, Fan));
    }

    /// <inheritdoc/>
    public override Count WeightsPerNeuron(Shape input) => Fan;

    /// <inheritdoc/>
    public override ReceptiveField Through(ReceptiveField field, Shape input) =>
        new(field.Width.Across(input.Width), field.Height.Across(input.Height));

    /// <inheritdoc/>
    internal override void Compute(Tensor input, Tensor output, LayerState? state)
    {
        var problem = Problem(input);
        var packed = state is null && DenseAlgorithms.Packs(problem) ? Packed(problem) : null;
        DenseAlgorithms.Forward(problem, input.Array, weights.Value.Array, packed, biases?.Value.Array, output.Array);
    }

    /// <inheritdoc/>
    internal override LayerState NewState(TensorShape input) => new Training();

    /// <inheritdoc/>
    internal override void Backward(Tensor input, Tensor output, Tensor outputGradient, Tensor? inputGradient, LayerState? state)
    {
        var problem = Problem(input);
        weights.Gradient.Edit();
        biases?.Gradient.Edit();
        DenseAlgorithms.WeightGradient(problem, input.Array, outputGradient.Array, weights.Gradient.Array, biases?.Gradient.Array);
        if (inputGradient is not null)
            DenseAlgorithms.InputGradient(problem, outputGradient.Array, weights.Value.Array, inputGradient.Array);
    }

    private DenseProblem Problem(Tensor input) => new() { Batch = input.Shape.N, Inputs = Input.Length, Outputs = Units };

    /// <summary>The weights as the routine reads them, made once and again when the weights have changed.</summary>
    private PackedFilters Packed(in DenseProblem problem)
    {
        var (tensor, version) = (weights.Value, weights.Value.Version);
        var current = packing;
        if (current is null || current.Tensor != tensor || current.Version != version)
            packing = current = new(tensor, version, DenseAlgorithms.Pack(problem, tensor.Array));
        return current.Weights;
    }

    private Count Fan => ConvNotebooks.Count.Product("weights", Input.Width, Input.Height, Input.Depth);

    private sealed record Packing(Tensor Tensor, int Version, PackedFilters Weights);

    /// <summary>Says that the weights change at every step, so that packing them would not pay.</summary>
    private sealed class Training : LayerState;
}
