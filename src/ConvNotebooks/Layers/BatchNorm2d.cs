using System.Globalization;
using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// Batch normalisation of every depth slice: y = γ·(x − μ)/√(σ² + ε) + β, with γ and β learned. In training μ and σ² are those
/// of the minibatch; in inference the running ones, which every backward half of a <see cref="TrainingPass"/> brings nearer to
/// the minibatch's. The volume keeps its shape.
/// </summary>
/// <remarks>
/// running = (1 − momentum)·running + momentum·minibatch, with the unbiased variance, as in PyTorch. Source: S. Ioffe,
/// C. Szegedy, "Batch normalization" (2015); CS231n, "Neural Networks Part 2", section "Batch Normalization".
/// </remarks>
public sealed class BatchNorm2d : Layer
{
    private readonly Parameter scale, shift, mean, variance;

    /// <summary>Creates the layer with γ = 1, β = 0, a running mean of 0 and a running variance of 1.</summary>
    /// <param name="channels">Depth of the volume.</param>
    /// <param name="momentum">How much of the running statistics each step replaces, above 0 and at most 1.</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number outside its range.</exception>
    public BatchNorm2d(int channels, double momentum = 0.1, double epsilon = 1e-5)
    {
        Channels = Sizes.AtLeastOne(channels, nameof(BatchNorm2d), nameof(channels));
        Momentum = momentum is > 0 and <= 1
            ? momentum
            : throw new ArgumentOutOfRangeException(nameof(momentum), momentum, FormattableString.Invariant(
                $"BatchNorm2d: momentum is {momentum}, above 0 and at most 1 was needed. Give 0.1 unless you know better."));
        Epsilon = epsilon > 0 && double.IsFinite(epsilon)
            ? epsilon
            : throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, FormattableString.Invariant(
                $"BatchNorm2d: epsilon is {epsilon}, a number above 0 was needed. Give 0.00001 unless you know better."));
        var shape = new TensorShape(1, channels, 1, 1);
        scale = new(nameof(BatchNorm2d), "scale", shape, Ones);
        shift = new(nameof(BatchNorm2d), "shift", shape, s => new Tensor(s));
        mean = new(nameof(BatchNorm2d), "mean", shape, s => new Tensor(s));
        variance = new(nameof(BatchNorm2d), "variance", shape, Ones);
    }

    /// <summary>Depth of the volume.</summary>
    public int Channels { get; }

    /// <summary>How much of the running statistics each step replaces.</summary>
    public double Momentum { get; }

    /// <summary>ε, what keeps the divisor from 0.</summary>
    public double Epsilon { get; }

    /// <summary>γ, [1, D, 1, 1].</summary>
    public Parameter Scale => scale;

    /// <summary>β, [1, D, 1, 1].</summary>
    public Parameter Shift => shift;

    /// <summary>The running mean, [1, D, 1, 1].</summary>
    public Parameter RunningMean => mean;

    /// <summary>The running variance, [1, D, 1, 1].</summary>
    public Parameter RunningVariance => variance;

    /// <inheritdoc/>
    public override string Word => "BN";

    /// <inheritdoc/>
    public override string Notation => Word
        + (Momentum == 0.1 ? "" : $" m{Momentum.ToString("0.############", CultureInfo.InvariantCulture)}")
        + (Epsilon == 1e-5 ? "" : $" e{Epsilon.ToString("0.############", CultureInfo.InvariantCulture)}");

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> Hyperparameters =>
    [
        new("momentum", "m", Momentum.ToString(CultureInfo.InvariantCulture)),
        new("epsilon", "ε", Epsilon.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [scale, shift];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Statistics => [mean, variance];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input.Depth == Channels
        ? input
        : throw new ShapeException($"{Who}: input volume {input} has {input.Depth} channels; the layer was built for {Channels}. "
            + $"Give a volume of {Channels} channels, or build this one with channels: {input.Depth}.");

    /// <inheritdoc/>
    public override LayerCounts Count(Shape input)
    {
        var neurons = OutputShape(input).Neurons;
        return new(neurons, new Count(Channels, "weights"), new Count(Channels, "biases"),
            ConvNotebooks.Count.Of("multiply-adds", neurons.Terms, neurons));
    }

    /// <inheritdoc/>
    internal override LayerState NewState(TensorShape input) => new BatchStatistics(input);

    /// <inheritdoc/>
    internal override void Compute(Tensor input, Tensor output, LayerState? state)
    {
        var sizes = new NormSizes(input.Shape.N, Channels, input.Shape.H * input.Shape.W);
        if (state is not BatchStatistics batch)
        {
            batch = NewRunning();
            Recall(batch);
        }
        else
        {
            BatchNormAlgorithms.Statistics(sizes, input.Array, batch.Mean, batch.Variance, batch.Planes);
            batch.Derive(scale.Value.Values, Epsilon);
        }

        BatchNormAlgorithms.Forward(sizes, input.Array, batch.Mean, batch.Factor, shift.Value.Array, output.Array);
    }

    /// <inheritdoc/>
    internal override void Backward(Tensor input, Tensor output, Tensor outputGradient, Tensor? inputGradient, LayerState? state)
    {
        var sizes = new NormSizes(input.Shape.N, Channels, input.Shape.H * input.Shape.W);
        var batch = (BatchStatistics)state!;
        BatchNormAlgorithms.Sums(sizes, input.Array, outputGradient.Array, batch.Mean, batch.Sums, batch.Products, batch.Planes);
        batch.Finish(sizes.Values, scale.Gradient.Edit(), shift.Gradient.Edit());
        batch.Average(mean.Value.Edit(), variance.Value.Edit(), Momentum, sizes.Values);
        if (inputGradient is not null)
        {
            BatchNormAlgorithms.Backward(sizes, input.Array, outputGradient.Array, batch.Mean, batch.Factor, batch.Slope, batch.Offset,
                inputGradient.Array);
        }
    }

    /// <summary>Room for the running statistics, and what follows from them.</summary>
    internal BatchStatistics NewRunning() => new(scale.Value.Shape);

    /// <summary>Inference on blocked activations, rectified where asked to; x and y may be the same.</summary>
    internal unsafe void NormalizeBlocked(in NormSizes sizes, float* x, float* y, bool rectify, BatchStatistics running)
    {
        Recall(running);
        BatchNormAlgorithms.ForwardBlocked(sizes, x, running.Mean, running.Factor, shift.Value.Array, y, rectify);
    }

    /// <summary>The forward half on blocked activations, rectified where asked to: as <see cref="Compute"/> in training.</summary>
    internal unsafe void ForwardBlocked(in NormSizes sizes, float* x, float* y, bool rectify, BatchStatistics batch)
    {
        BatchNormAlgorithms.StatisticsBlocked(sizes, x, batch.Mean, batch.Variance, batch.Planes);
        batch.Derive(scale.Value.Values, Epsilon);
        BatchNormAlgorithms.ForwardBlocked(sizes, x, batch.Mean, batch.Factor, shift.Value.Array, y, rectify);
    }

    /// <summary>The backward half on blocked activations; dx is masked by the rectifier's output before the layer, unless null.</summary>
    internal unsafe void BackwardBlocked(in NormSizes sizes, float* x, float* dy, float* dx, float* rectified, BatchStatistics batch)
    {
        BatchNormAlgorithms.SumsBlocked(sizes, x, dy, batch.Mean, batch.Sums, batch.Products, batch.Planes);
        batch.Finish(sizes.Values, scale.Gradient.Edit(), shift.Gradient.Edit());
        batch.Average(mean.Value.Edit(), variance.Value.Edit(), Momentum, sizes.Values);
        BatchNormAlgorithms.BackwardBlocked(sizes, x, dy, batch.Mean, batch.Factor, batch.Slope, batch.Offset, dx, rectified);
    }

    internal void Recall(BatchStatistics running)
    {
        mean.Value.Values.CopyTo(running.Mean);
        variance.Value.Values.CopyTo(running.Variance);
        running.Derive(scale.Value.Values, Epsilon);
    }

    private static Tensor Ones(TensorShape shape)
    {
        var tensor = new Tensor(shape);
        tensor.Edit().Fill(1);
        return tensor;
    }
}
