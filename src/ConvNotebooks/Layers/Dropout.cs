using System.Globalization;
using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// Drops each neuron with a probability in training, and divides the others by what is left, so that inference, where nothing
/// is dropped, needs no scaling ("inverted dropout"); the volume keeps its shape.
/// </summary>
/// <remarks>
/// The mask is the Philox stream 3·2^56 + step·2^16 + the layer's stream of the layer's seed: a function of seed, step and layer
/// alone. Source: CS231n, "Neural Networks Part 2", section "Regularization"; N. Srivastava et al., "Dropout" (2014).
/// </remarks>
public sealed class Dropout : Layer
{
    private const ulong Streams = 3UL << 56;

    /// <summary>Creates the layer.</summary>
    /// <param name="rate">The probability of being dropped, at least 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate below 0, or of 1 and more.</exception>
    public Dropout(double rate = 0.5) => Rate = rate is >= 0 and < 1
        ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), rate, FormattableString.Invariant(
            $"Dropout: rate is {rate}, at least 0 and below 1 was needed. Give the share of neurons to drop, such as 0.5."));

    /// <summary>The probability of being dropped.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override string Word => "DROPOUT";

    /// <inheritdoc/>
    public override string Notation => $"DROPOUT {Rate.ToString(CultureInfo.InvariantCulture)}";

    /// <inheritdoc/>
    public override IReadOnlyList<Hyperparameter> Hyperparameters => [new("rate", "p", Rate.ToString(CultureInfo.InvariantCulture))];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <inheritdoc/>
    internal override LayerState NewState(TensorShape input) => new Mask(new Tensor(input));

    /// <inheritdoc/>
    internal override void Compute(Tensor input, Tensor output, LayerState? state)
    {
        if (state is not Mask mask)
        {
            input.Array.CopyTo(output.Array, 0);
            return;
        }

        DropoutMask.Draw(Seed, Streams + ((ulong)mask.Step << 16) + Stream, Rate, mask.Factors.Array);
        Elementwise.Multiply(input.Array, mask.Factors.Array, output.Array);
    }

    /// <inheritdoc/>
    internal override void Backward(Tensor input, Tensor output, Tensor outputGradient, Tensor? inputGradient, LayerState? state)
    {
        if (inputGradient is not null)
            Elementwise.Multiply(outputGradient.Array, ((Mask)state!).Factors.Array, inputGradient.Array);
    }

    /// <summary>What each neuron is multiplied by in this step: 0, or 1/(1 − p).</summary>
    private sealed class Mask(Tensor factors) : LayerState
    {
        internal Tensor Factors => factors;

        internal long Step { get; private set; }

        internal override void Begin(long step) => Step = step;
    }
}
