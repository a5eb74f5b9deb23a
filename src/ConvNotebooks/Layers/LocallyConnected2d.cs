using System.Globalization;
using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// A locally-connected layer: the connectivity of a convolution without parameter sharing, every neuron having weights
/// of its own. In [W₁ x H₁ x D₁], out [W₂ x H₂ x K] with W₂ = (W₁ − F + 2P)/S + 1.
/// </summary>
/// <remarks>
/// For inputs with a centred structure, such as faces, where different places want different features.
/// Source: CS231n, "Convolutional Networks", section "Parameter sharing".
/// </remarks>
public sealed class LocallyConnected2d : WindowedLayer
{
    private readonly Parameter weights;
    private readonly Parameter? biases;
    private readonly Shape volume;

    /// <summary>Creates a locally-connected layer with He-initialised weights and zero biases.</summary>
    /// <param name="input">The input volume: positions have weights of their own, so it is fixed.</param>
    /// <param name="filters">Filters K at each position: the depth of the output.</param>
    /// <param name="size">Filter size F, in pixels.</param>
    /// <param name="stride">Stride S, in pixels; 1 when left out.</param>
    /// <param name="pad">Zero-padding P, in pixels per side.</param>
    /// <param name="dilation">Pixels from one tap to the next; 1 (dense) when left out.</param>
    /// <param name="bias">Whether each neuron has a bias.</param>
    /// <param name="fit">What to do when the window does not fit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1 (padding below 0).</exception>
    /// <exception cref="FitException">The window does not fit the input.</exception>
    public LocallyConnected2d(Shape input, int filters, PerAxis size, PerAxis? stride = null, Padding2d pad = default,
        PerAxis? dilation = null, bool bias = true, FitPolicy fit = FitPolicy.Throw)
        : base(Window2d.Of(size, stride, pad, dilation), fit)
    {
        Input = input;
        Filters = Sizes.AtLeastOne(filters, nameof(LocallyConnected2d), nameof(filters));
        volume = new(FitWidth(input).Output, FitHeight(input).Output, filters);
        var taps = checked((int)(long)Taps);
        weights = new(nameof(LocallyConnected2d), "weights", new TensorShape(filters, taps, volume.Height, volume.Width),
            s => Initializer.HeNormal.Make(Random(), s, fanIn: taps));
        biases = bias
            ? new(nameof(LocallyConnected2d), "biases", new TensorShape(1, filters, volume.Height, volume.Width), s => new Tensor(s))
            : null;
    }

    /// <summary>The input volume.</summary>
    public Shape Input { get; }

    /// <summary>Filters K at each position.</summary>
    public int Filters { get; }

    /// <summary>
    /// The weights, [K, C·F·F, H₂, W₂]: for each neuron of an output slice its taps in the order channel, row, column.
    /// </summary>
    public Parameter Weights => weights;

    /// <summary>The biases, one a neuron, [1, K, H₂, W₂]; null without biases.</summary>
    public Parameter? Biases => biases;

    /// <inheritdoc/>
    public override string Word => "LOCAL";

    /// <inheritdoc/>
    public override string Notation =>
        $"LOCAL {Filters} {Window.Size}{WindowNotation(1)}" + (biases is null ? " nobias" : "");

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> Hyperparameters =>
        [new("filters", "K", Filters.ToString(CultureInfo.InvariantCulture)), .. WindowHyperparameters()];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => biases is null ? [weights] : [weights, biases];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input == Input
        ? volume
        : throw new ShapeException($"{Who}: input volume {input} came; the layer was built for {Input}, because every "
            + $"position has weights of its own. Give {Input}, or build the layer with input: new Shape({input.Width}, "
            + $"{input.Height}, {input.Depth}).");

    /// <inheritdoc/>
    public override LayerCounts Count(Shape input)
    {
        var neurons = OutputShape(input).Neurons;
        var terms = $"({neurons.Terms})·({Taps.Terms})";
        return new(neurons,
            ConvNotebooks.Count.Of("weights", terms, neurons, Taps),
            new Count(biases is null ? 0 : neurons.Value, "biases"),
            ConvNotebooks.Count.Of("multiply-adds", terms, neurons, Taps));
    }

    /// <inheritdoc/>
    public override Count WeightsPerNeuron(Shape input) => Taps;

    /// <inheritdoc/>
    internal override void Compute(Tensor input, Tensor output, LayerState? state)
    {
        var (width, height) = (FitWidth(Input), FitHeight(Input));
        var visible = state is WindowState window ? window.See(input) : Visible(input, width, height);
        var problem = Problems.Conv(visible.Shape, Filters, groups: 1, Window, width, height);
        LocallyConnectedAlgorithms.Forward(problem, visible.Array, weights.Value.Array, biases?.Value.Array, output.Array);
    }

    /// <inheritdoc/>
    internal override void Backward(Tensor input, Tensor output, Tensor outputGradient, Tensor? inputGradient, LayerState? state)
    {
        var window = (WindowState)state!;
        var problem = Problems.Conv(window.VisibleShape, Filters, groups: 1, Window, window.Width, window.Height);
        weights.Gradient.Edit();
        biases?.Gradient.Edit();
        LocallyConnectedAlgorithms.WeightGradient(
            problem, window.Visible(input).Array, outputGradient.Array, weights.Gradient.Array, biases?.Gradient.Array);
        if (inputGradient is null)
            return;
        LocallyConnectedAlgorithms.InputGradient(
            problem, outputGradient.Array, weights.Value.Array, window.VisibleGradient(inputGradient).Array);
        window.Finish(inputGradient);
    }

    private Count Taps => ConvNotebooks.Count.Product("weights", Window.Size.Width, Window.Size.Height, Input.Depth);
}
