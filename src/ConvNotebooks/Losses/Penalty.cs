using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>A price on large weights that is added to the loss: regularisation.</summary>
/// <remarks>Source: CS231n, "Neural Networks Part 2", section "Regularization".</remarks>
public abstract class Penalty
{
    private protected Penalty(float strength) => Strength = strength >= 0 && float.IsFinite(strength)
        ? strength
        : throw new ArgumentOutOfRangeException(nameof(strength), strength,
            FormattableString.Invariant($"{GetType().Name}: strength is {strength}, a number of at least 0 was needed. Give something like 0.0005."));

    /// <summary>λ, what a unit of weight costs.</summary>
    public float Strength { get; }

    /// <summary>The price of some weights; its gradient is added to the loss's.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="gradient">Where the penalty's gradient is added, of the weights' axes; null when only the price is wanted.</param>
    /// <exception cref="ShapeException">The gradient has other axes.</exception>
    public double Forward(Tensor weights, Tensor? gradient = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (gradient is not null)
        {
            if (gradient.Shape != weights.Shape)
                throw new ShapeException($"{GetType().Name}: a gradient {gradient.Shape} came for weights {weights.Shape}. Give tensors of one shape.");
            AddGradient(weights.Values, gradient.Edit());
        }

        return Price(weights.Values);
    }

    private protected abstract double Price(ReadOnlySpan<float> weights);

    private protected abstract void AddGradient(ReadOnlySpan<float> weights, Span<float> gradient);
}

/// <summary>L2 regularisation, ½·λ·Σ w²; its gradient is λ·w.</summary>
/// <param name="strength">λ, at least 0.</param>
/// <exception cref="ArgumentOutOfRangeException">A strength below 0.</exception>
public sealed class L2Penalty(float strength) : Penalty(strength)
{
    private protected override double Price(ReadOnlySpan<float> weights) => 0.5 * Strength * OrderedSum.OfSquares(weights);

    private protected override void AddGradient(ReadOnlySpan<float> weights, Span<float> gradient)
    {
        for (var i = 0; i < gradient.Length; i++)
            gradient[i] = MathF.FusedMultiplyAdd(Strength, weights[i], gradient[i]);
    }
}

/// <summary>L1 regularisation, λ·Σ |w|; its gradient is λ·sign(w), 0 at 0. It drives weights to zero.</summary>
/// <param name="strength">λ, at least 0.</param>
/// <exception cref="ArgumentOutOfRangeException">A strength below 0.</exception>
public sealed class L1Penalty(float strength) : Penalty(strength)
{
    private protected override double Price(ReadOnlySpan<float> weights) => Strength * OrderedSum.OfMagnitudes(weights);

    private protected override void AddGradient(ReadOnlySpan<float> weights, Span<float> gradient)
    {
        for (var i = 0; i < gradient.Length; i++)
            gradient[i] += weights[i] > 0 ? Strength : weights[i] < 0 ? -Strength : 0;
    }
}
