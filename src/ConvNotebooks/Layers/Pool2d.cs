using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// A pooling layer: it reduces each window of a depth slice to one value, each slice on its own.
/// In [W₁ x H₁ x D], out [W₂ x H₂ x D] with W₂ = (W₁ − F)/S + 1. No parameters.
/// </summary>
/// <remarks>Source: CS231n, "Convolutional Networks", section "Pooling Layer".</remarks>
public abstract class Pool2d : WindowedLayer
{
    private protected Pool2d(PerAxis size, PerAxis? stride, Padding2d pad, FitPolicy fit)
        : base(Window2d.Of(size, stride ?? size, pad), fit)
    {
        if (pad.Width.Before >= size.Width || pad.Width.After >= size.Width
            || pad.Height.Before >= size.Height || pad.Height.After >= size.Height)
        {
            throw new ShapeException(
                $"{GetType().Name}: padding {pad} with a window of {size} leaves windows that see only padding. "
                + "Give less padding than the window has pixels.");
        }
    }

    /// <inheritdoc/>
    public override string Notation => $"{Word} {Size}{WindowNotation(Window.Size)}";

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> Hyperparameters => [.. WindowHyperparameters()];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => new(FitWidth(input).Output, FitHeight(input).Output, input.Depth);

    /// <inheritdoc/>
    internal override void Compute(Tensor input, Tensor output, LayerState? state)
    {
        var volume = input.Shape.Volume;
        var (width, height) = (FitWidth(volume), FitHeight(volume));
        var visible = state is WindowState window ? window.See(input) : Visible(input, width, height);
        Pool(Problems.Pool(visible.Shape, Window, width, height), visible.Array, output.Array, state);
    }

    /// <inheritdoc/>
    internal override void Backward(Tensor input, Tensor output, Tensor outputGradient, Tensor? inputGradient, LayerState? state)
    {
        if (inputGradient is null)
            return;
        var window = (WindowState)state!;
        Unpool(Problems.Pool(window.VisibleShape, Window, window.Width, window.Height), window.Visible(input).Array, output.Array,
            outputGradient.Array, window.VisibleGradient(inputGradient).Array, window);
        window.Finish(inputGradient);
    }

    private protected abstract void Pool(in PoolProblem problem, float[] input, float[] output, LayerState? state);

    private protected abstract void Unpool(in PoolProblem problem, float[] input, float[] output, float[] outputGradient,
        float[] inputGradient, LayerState state);

    /// <summary>The same pooling of blocked activations, for a network's inside.</summary>
    internal abstract unsafe void PoolBlocked(in PoolProblem problem, float* input, float* output);

    private string Size => Window.Size.Width == Window.Size.Height ? $"{Window.Size.Width}" : Window.Size.ToString();
}

/// <summary>Max pooling: the largest value of each window. Padding never wins; of equal values the first in scan order does.</summary>
public sealed class MaxPool2d : Pool2d
{
    /// <summary>Creates a max-pooling layer.</summary>
    /// <param name="size">Window size F, in pixels.</param>
    /// <param name="stride">Stride S, in pixels; the size when left out.</param>
    /// <param name="pad">Padding, in pixels per side; usually none.</param>
    /// <param name="fit">What to do when the window does not fit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1 (padding below 0).</exception>
    /// <exception cref="ShapeException">Padding as large as the window.</exception>
    public MaxPool2d(PerAxis size, PerAxis? stride = null, Padding2d pad = default, FitPolicy fit = FitPolicy.Throw)
        : base(size, stride, pad, fit)
    {
    }

    /// <inheritdoc/>
    public override string Word => "POOL";

    /// <inheritdoc/>
    internal override LayerState NewState(TensorShape input) => new SwitchState(this, input);

    private protected override void Pool(in PoolProblem problem, float[] input, float[] output, LayerState? state) =>
        PoolAlgorithms.Max(problem, input, output, (state as SwitchState)?.Switches);

    private protected override void Unpool(in PoolProblem problem, float[] input, float[] output, float[] outputGradient,
        float[] inputGradient, LayerState state) =>
        PoolAlgorithms.MaxGradient(problem, ((SwitchState)state).Switches, outputGradient, inputGradient);

    internal override unsafe void PoolBlocked(in PoolProblem problem, float* input, float* output) =>
        PoolAlgorithms.MaxBlocked(problem, input, output);

    /// <summary>Per output, which input it came from.</summary>
    private sealed class SwitchState(MaxPool2d layer, TensorShape input) : WindowState(layer, input)
    {
        internal int[] Switches { get; } = new int[new TensorShape(input.N, layer.OutputShape(input.Volume)).Values.Value];
    }
}

/// <summary>Average pooling: the mean of each window's pixels.</summary>
public sealed class AveragePool2d : Pool2d
{
    /// <summary>Creates an average-pooling layer.</summary>
    /// <param name="size">Window size F, in pixels.</param>
    /// <param name="stride">Stride S, in pixels; the size when left out.</param>
    /// <param name="pad">Padding, in pixels per side; usually none.</param>
    /// <param name="fit">What to do when the window does not fit.</param>
    /// <param name="includePadding">Whether padding counts as zeros in the mean, as in PyTorch; otherwise only real pixels count.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1 (padding below 0).</exception>
    /// <exception cref="ShapeException">Padding as large as the window.</exception>
    public AveragePool2d(PerAxis size, PerAxis? stride = null, Padding2d pad = default, FitPolicy fit = FitPolicy.Throw,
        bool includePadding = false)
        : base(size, stride, pad, fit) => IncludePadding = includePadding;

    /// <summary>Whether padding counts as zeros in the mean.</summary>
    public bool IncludePadding { get; }

    /// <inheritdoc/>
    public override string Word => "AVGPOOL";

    /// <inheritdoc/>
    public override string Notation => base.Notation + (IncludePadding ? " withpad" : "");

    private protected override void Pool(in PoolProblem problem, float[] input, float[] output, LayerState? state) =>
        PoolAlgorithms.Average(problem, input, output, IncludePadding);

    private protected override void Unpool(in PoolProblem problem, float[] input, float[] output, float[] outputGradient,
        float[] inputGradient, LayerState state) =>
        PoolAlgorithms.AverageGradient(problem, outputGradient, inputGradient, IncludePadding);

    internal override unsafe void PoolBlocked(in PoolProblem problem, float* input, float* output) =>
        PoolAlgorithms.AverageBlocked(problem, input, output, IncludePadding);
}

/// <summary>L2-norm pooling: the square root of the sum of the squares of each window.</summary>
public sealed class L2Pool2d : Pool2d
{
    /// <summary>Creates an L2-norm-pooling layer.</summary>
    /// <param name="size">Window size F, in pixels.</param>
    /// <param name="stride">Stride S, in pixels; the size when left out.</param>
    /// <param name="pad">Padding, in pixels per side; usually none.</param>
    /// <param name="fit">What to do when the window does not fit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1 (padding below 0).</exception>
    /// <exception cref="ShapeException">Padding as large as the window.</exception>
    public L2Pool2d(PerAxis size, PerAxis? stride = null, Padding2d pad = default, FitPolicy fit = FitPolicy.Throw)
        : base(size, stride, pad, fit)
    {
    }

    /// <inheritdoc/>
    public override string Word => "L2POOL";

    private protected override void Pool(in PoolProblem problem, float[] input, float[] output, LayerState? state) =>
        PoolAlgorithms.L2(problem, input, output);

    private protected override void Unpool(in PoolProblem problem, float[] input, float[] output, float[] outputGradient,
        float[] inputGradient, LayerState state) =>
        PoolAlgorithms.L2Gradient(problem, input, output, outputGradient, inputGradient);

    internal override unsafe void PoolBlocked(in PoolProblem problem, float* input, float* output) =>
        PoolAlgorithms.L2Blocked(problem, input, output);
}
