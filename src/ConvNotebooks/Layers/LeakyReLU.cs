using System.Globalization;
using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// The leaky rectifier, x above 0 and slope·x below, so that no neuron is ever without a gradient; the volume keeps its shape.
/// </summary>
/// <remarks>Source: CS231n, "Neural Networks Part 1", section "Commonly used activation functions".</remarks>
public sealed class LeakyReLU : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="slope">The slope below 0, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A slope outside 0 to 1.</exception>
    public LeakyReLU(double slope = 0.01) => Slope = slope is >= 0 and <= 1
        ? slope
        : throw new ArgumentOutOfRangeException(nameof(slope), slope, FormattableString.Invariant(
            $"LeakyReLU: slope is {slope}, a number from 0 to 1 was needed. Give 0.01 unless you know better."));

    /// <summary>The slope below 0.</summary>
    public double Slope { get; }

    /// <inheritdoc/>
    public override string Word => "LEAKY";

    /// <inheritdoc/>
    public override string Notation => $"LEAKY {Slope.ToString(CultureInfo.InvariantCulture)}";

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> Hyperparameters => [new("slope", "α", Slope.ToString(CultureInfo.InvariantCulture))];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    internal override void Compute(Tensor input, Tensor output, LayerState? state) =>
        Elementwise.LeakyRelu(input.Array, output.Array, (float)Slope);

    /// <inheritdoc/>
    internal override void Backward(Tensor input, Tensor output, Tensor outputGradient, Tensor? inputGradient, LayerState? state)
    {
        if (inputGradient is not null)
            Elementwise.LeakyReluGradient(input.Array, outputGradient.Array, inputGradient.Array, (float)Slope);
    }
}
