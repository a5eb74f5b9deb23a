using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>Makes gradients smaller that are too large, before an optimizer's step.</summary>
/// <remarks>Source: R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent neural networks" (2013).</remarks>
public static class GradientClipping
{
    /// <summary>Scales all gradients by one number, so that their common L2 norm is at most a limit.</summary>
    /// <param name="tensors">The learned tensors; their gradients are changed.</param>
    /// <param name="limit">The largest norm, above 0.</param>
    /// <returns>The norm before; NaN or infinite when a gradient is, and then nothing is changed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A limit that is not above 0.</exception>
    public static double ByNorm(IReadOnlyList<LearnedTensor> tensors, double limit)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        Check(limit, nameof(ByNorm));
        var norm = Norm(tensors);
        if (!(norm > limit) || !double.IsFinite(norm))
            return norm;
        var scale = (float)(limit / norm);
        for (var t = 0; t < tensors.Count; t++)
        {
            foreach (ref var value in tensors[t].Gradient.Edit())
                value *= scale;
        }

        return norm;
    }

    /// <summary>Limits every derivative to [−limit, limit]; NaN stays.</summary>
    /// <param name="tensors">The learned tensors; their gradients are changed.</param>
    /// <param name="limit">The largest magnitude, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit that is not above 0.</exception>
    public static void ByValue(IReadOnlyList<LearnedTensor> tensors, double limit)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        Check(limit, nameof(ByValue));
        var most = (float)limit;
        for (var t = 0; t < tensors.Count; t++)
        {
            foreach (ref var value in tensors[t].Gradient.Edit())
                value = value > most ? most : value < -most ? -most : value;
        }
    }

    /// <summary>The common L2 norm of all gradients: the root of the sum of their squares, in float64.</summary>
    /// <param name="tensors">The learned tensors.</param>
    public static double Norm(IReadOnlyList<LearnedTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var squares = 0.0;
        for (var t = 0; t < tensors.Count; t++)
            squares += OrderedSum.OfSquares(tensors[t].Gradient.Values);
        return Math.Sqrt(squares);
    }

    private static void Check(double limit, string how)
    {
        if (!(limit > 0) || !double.IsFinite(limit))
        {
            throw new ArgumentOutOfRangeException(nameof(limit), limit, FormattableString.Invariant(
                $"GradientClipping.{how}: limit is {limit}, a number above 0 was needed. Give something like 1."));
        }
    }
}
