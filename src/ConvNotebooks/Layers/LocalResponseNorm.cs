using System.Globalization;
using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// Local response normalisation: each neuron is divided by the strength of its neighbours in depth,
/// y = x / (k + α/n · Σ x²)^β, the sum over the n slices around its own; the volume keeps its shape.
/// </summary>
/// <remarks>
/// As in Caffe, PyTorch and ONNX α is divided by n; the paper's α = 10⁻⁴ is α = 5·10⁻⁴ here. Source: A. Krizhevsky, I. Sutskever,
/// G. Hinton, "ImageNet classification with deep convolutional neural networks" (2012), section 3.3.
/// </remarks>
public sealed class LocalResponseNorm : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="size">Slices n that are summed over; with an even number one more before than after.</param>
    /// <param name="alpha">α, at least 0.</param>
    /// <param name="beta">β, above 0.</param>
    /// <param name="k">k, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number outside its range.</exception>
    public LocalResponseNorm(int size = 5, double alpha = 1e-4, double beta = 0.75, double k = 1)
    {
        Size = Sizes.AtLeastOne(size, nameof(LocalResponseNorm), nameof(size));
        Alpha = alpha >= 0 && double.IsFinite(alpha) ? alpha : throw Error(nameof(alpha), alpha, "of at least 0", "0.0001");
        Beta = beta > 0 && double.IsFinite(beta) ? beta : throw Error(nameof(beta), beta, "above 0", "0.75");
        K = k > 0 && double.IsFinite(k) ? k : throw Error(nameof(k), k, "above 0", "1");
    }

    /// <summary>Slices that are summed over.</summary>
    public int Size { get; }

    /// <summary>α, the weight of the sum.</summary>
    public double Alpha { get; }

    /// <summary>β, the exponent.</summary>
    public double Beta { get; }

    /// <summary>k, what is added to the sum.</summary>
    public double K { get; }

    /// <inheritdoc/>
    public override string Word => "LRN";

    /// <inheritdoc/>
    public override string Notation => $"LRN {Size} a{Text(Alpha)} b{Text(Beta)} k{Text(K)}";

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> Hyperparameters =>
    [
        new("size", "n", Size.ToString(CultureInfo.InvariantCulture)),
        new("alpha", "α", Text(Alpha)),
        new("beta", "β", Text(Beta)),
        new("k", "k", Text(K)),
    ];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    internal override LayerState NewState(TensorShape input) => new Scales(new Tensor(input));

    /// <inheritdoc/>
    internal override void Compute(Tensor input, Tensor output, LayerState? state) =>
        ResponseNorm.Forward(Problem(input), input.Array, output.Array, (state as Scales)?.Values.Array);

    /// <inheritdoc/>
    internal override void Backward(Tensor input, Tensor output, Tensor outputGradient, Tensor? inputGradient, LayerState? state)
    {
        if (inputGradient is null)
            return;
        var scales = ((Scales)state!).Values.Array;
        ResponseNorm.Backward(Problem(input), input.Array, output.Array, scales, outputGradient.Array, inputGradient.Array);
    }

    private ResponseNormProblem Problem(Tensor input) => new(
        input.Shape.N, input.Shape.C, input.Shape.H * input.Shape.W, Size, (float)(Alpha / Size), (float)Beta, (float)K);

    private static string Text(double number) => number.ToString("0.############", CultureInfo.InvariantCulture);

    private static ArgumentOutOfRangeException Error(string what, double value, string needed, string advice) =>
        new(what, value, FormattableString.Invariant($"LocalResponseNorm: {what} is {value}, a number {needed} was needed. Give something like {advice}."));

    /// <summary>k + α/n · Σ x² of every neuron.</summary>
    private sealed class Scales(Tensor values) : LayerState
    {
        internal Tensor Values => values;
    }
}
