using System.Globalization;
using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// A convolutional layer: K filters of F x F x C/groups slide over the input, and every position of a depth slice shares
/// its filter's weights. In [W₁ x H₁ x D₁], out [W₂ x H₂ x K] with W₂ = (W₁ − F + 2P)/S + 1.
/// </summary>
/// <remarks>
/// The filter is not flipped (a cross-correlation, as in every ConvNet library). Each output is one chain of fused
/// multiply-adds that starts from the bias and runs over channels, rows, columns of the filter; padding is skipped.
/// Source: CS231n, "Convolutional Networks", section "Convolutional Layer".
/// </remarks>
public sealed class Conv2d : WindowedLayer
{
    private readonly Parameter weights;
    private readonly Parameter? biases;
    private ConvAlgorithm algorithm;
    private Packing? packing;

    /// <summary>Creates a convolutional layer with He-initialised weights and zero biases.</summary>
    /// <param name="channels">Depth of the input volume.</param>
    /// <param name="filters">Number of filters K: the depth of the output.</param>
    /// <param name="size">Filter size F, in pixels.</param>
    /// <param name="stride">Stride S, in pixels; 1 when left out.</param>
    /// <param name="pad">Zero-padding P, in pixels per side.</param>
    /// <param name="dilation">Pixels from one tap to the next; 1 (dense) when left out.</param>
    /// <param name="groups">Groups that the channels and filters are split into; as many as channels makes it depthwise.</param>
    /// <param name="bias">Whether each filter has a bias.</param>
    /// <param name="fit">What to do when the window does not fit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1 (padding below 0).</exception>
    /// <exception cref="ShapeException">The groups do not divide the channels and the filters.</exception>
    public Conv2d(int channels, int filters, PerAxis size, PerAxis? stride = null, Padding2d pad = default,
        PerAxis? dilation = null, int groups = 1, bool bias = true, FitPolicy fit = FitPolicy.Throw)
        : base(Window2d.Of(size, stride, pad, dilation), fit)
    {
        Channels = Sizes.AtLeastOne(channels, nameof(Conv2d), nameof(channels));
        Filters = Sizes.AtLeastOne(filters, nameof(Conv2d), nameof(filters));
        Groups = Sizes.AtLeastOne(groups, nameof(Conv2d), nameof(groups));
        if (channels % groups != 0 || filters % groups != 0)
        {
            throw new ShapeException(
                $"Conv2d: {groups} groups do not divide {channels} channels and {filters} filters. "
                + "Give a number of groups that divides both, or 1.");
        }

        var shape = new TensorShape(filters, channels / groups, size.Height, size.Width);
        weights = new(nameof(Conv2d), "weights", shape, s => Initializer.HeNormal.Make(Random(), s));
        biases = bias ? new(nameof(Conv2d), "biases", new TensorShape(1, filters, 1, 1), s => new Tensor(s)) : null;
    }

    /// <summary>A convolution with a fully-connected layer's parameters: a filter for each neuron, as large as the layer's input.</summary>
    internal Conv2d(Dense dense)
        : base(Window2d.Of((dense.Input.Width, dense.Input.Height)), FitPolicy.Throw)
    {
        (Channels, Filters, Groups) = (dense.Input.Depth, dense.Units, 1);
        (weights, biases) = (dense.Weights, dense.Biases);
        (Name, Seed, Stream) = (dense.Name, dense.Seed, dense.Stream);
    }

    /// <summary>Depth of the input volume.</summary>
    public int Channels { get; }

    /// <summary>Number of filters K.</summary>
    public int Filters { get; }

    /// <summary>Groups that the channels and filters are split into.</summary>
    public int Groups { get; }

    /// <summary>Which algorithm computes it; <see cref="ConvAlgorithm.Auto"/> chooses by shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to something that is no algorithm.</exception>
    public ConvAlgorithm Algorithm
    {
        get => algorithm;
        init => algorithm = Sizes.Known(value, nameof(Conv2d));
    }

    /// <summary>The filters, [K, C/groups, F, F].</summary>
    public Parameter Weights => weights;

    /// <summary>The biases, [1, K, 1, 1]; null without biases.</summary>
    public Parameter? Biases => biases;

    /// <summary>This layer computed in another way; both share their parameters.</summary>
    /// <param name="algorithm">How to compute it.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no algorithm.</exception>
    public Conv2d With(ConvAlgorithm algorithm)
    {
        var layer = (Conv2d)MemberwiseClone();
        layer.algorithm = Sizes.Known(algorithm, nameof(Conv2d));
        layer.packing = null;
        return layer;
    }

    /// <inheritdoc/>
    public override string Word => "CONV";

    /// <inheritdoc/>
    public override string Notation => $"CONV {Filters} {Window.Size}{WindowNotation(1)}"
        + (Groups == 1 ? "" : $" g{Groups}") + (biases is null ? " nobias" : "");

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> Hyperparameters =>
    [
        new("filters", "K", Filters.ToString(CultureInfo.InvariantCulture)),
        .. WindowHyperparameters(),
        .. Groups == 1 ? Array.Empty<Hyperparameter>() : [new("groups", "g", Groups.ToString(CultureInfo.InvariantCulture))],
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => biases is null ? [weights] : [weights, biases];

    /// <summary>The parameters of one filter: <c>5·5·3 = 75 weights + 1 bias</c>.</summary>
    public string FilterDerivation => PerFilter.Derivation + (biases is null ? "" : " + 1 bias");

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Depth != Channels)
        {
            throw new ShapeException($"{Who}: input volume {input} has {input.Depth} channels; the layer was built for "
                + $"{Channels}. {ChannelAdvice(input.Depth)}");
        }

        return new(FitWidth(input).Output, FitHeight(input).Output, Filters);
    }

    /// <inheritdoc/>
    public override LayerCounts Count(Shape input)
    {
        var output = OutputShape(input);
        return new(output.Neurons,
            ConvNotebooks.Count.Of("weights", Filters == 1 ? PerFilter.Terms : $"{Filters.ToString("N0", CultureInfo.InvariantCulture)}·({PerFilter.Terms})", Filters, PerFilter),
            new Count(biases is null ? 0 : Filters, "biases"),
            ConvNotebooks.Count.Of("multiply-adds", $"({output.Neurons.Terms})·({PerFilter.Terms})", output.Neurons, PerFilter));
    }

    /// <inheritdoc/>
    public override Count WeightsPerNeuron(Shape input) => PerFilter;

    /// <inheritdoc/>
    private protected override TensorShape OutputShape(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Shape.C == Channels
            ? base.OutputShape(input)
            : throw new ShapeException($"{Who}: input {input.Shape} has {input.Shape.C} channels; the layer was built for "
                + $"{Channels}. {ChannelAdvice(input.Shape.C)}");
    }

    /// <inheritdoc/>
    internal override void Compute(Tensor input, Tensor output, LayerState? state)
    {
        var training = state as ConvState;
        var (visible, problem) = Resolve(input, training);
        var packed = training is null ? Packed(problem) : training.Packed(problem, weights.Value.Array, Algorithm);
        Conv2dAlgorithms.Forward(problem, visible.Array, weights.Value.Array, packed, biases?.Value.Array, output.Array, Algorithm);
    }

    /// <inheritdoc/>
    internal override LayerState NewState(TensorShape input) => new ConvState(this, input);

    /// <inheritdoc/>
    internal override void Backward(Tensor input, Tensor output, Tensor outputGradient, Tensor? inputGradient, LayerState? state)
    {
        var training = (ConvState)state!;
        var problem = Problems.Conv(training.VisibleShape, Filters, Groups, Window, training.Width, training.Height);
        weights.Gradient.Edit();
        biases?.Gradient.Edit();
        Conv2dGradientAlgorithms.Filters(problem, training.Visible(input).Array, outputGradient.Array, weights.Gradient.Array,
            biases?.Gradient.Array, Algorithm);
        if (inputGradient is null)
            return;
        var filters = weights.Value.Array;
        Conv2dGradientAlgorithms.Input(problem, outputGradient.Array, filters, training.PackedForInputGradient(problem, filters, Algorithm),
            training.VisibleGradient(inputGradient).Array, Algorithm);
        training.Finish(inputGradient);
    }

    /// <summary>The pixels that the windows see, and the sizes of the convolution on them.</summary>
    internal (Tensor Visible, ConvProblem Problem) Resolve(Tensor input, ConvState? training = null)
    {
        var volume = input.Shape.Volume;
        var (width, height) = (FitWidth(volume), FitHeight(volume));
        var visible = training?.See(input) ?? Visible(input, width, height);
        return (visible, Problems.Conv(visible.Shape, Filters, Groups, Window, width, height));
    }

    private Count PerFilter => ConvNotebooks.Count.Product("weights", Window.Size.Width, Window.Size.Height, Channels / Groups);

    private string ChannelAdvice(int channels) =>
        $"Give the layer before it {Channels} filters, or build this one with channels: {channels}.";

    /// <summary>The filters as the routine reads them, made once and again when the weights have changed.</summary>
    internal PackedFilters? Packed(in ConvProblem problem)
    {
        var (tensor, version) = (weights.Value, weights.Value.Version);
        var current = packing;
        if (current is null || current.Tensor != tensor || current.Version != version || !Conv2dAlgorithms.Serve(current.Filters, problem, Algorithm))
            packing = current = new(tensor, version, Conv2dAlgorithms.Pack(problem, tensor.Array, Algorithm));
        return current.Filters;
    }

    private sealed record Packing(Tensor Tensor, int Version, PackedFilters? Filters);
}
