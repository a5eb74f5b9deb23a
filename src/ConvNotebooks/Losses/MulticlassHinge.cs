namespace ConvNotebooks;

/// <summary>
/// The multiclass support vector machine's loss: L = Σ over j ≠ y of max(0, sⱼ − s_y + Δ). A score that is exactly Δ below
/// the right one has gradient 0.
/// </summary>
/// <remarks>
/// Source: CS231n, "Linear Classification", section "Multiclass Support Vector Machine loss"; PyTorch's MultiMarginLoss is
/// this divided by the number of classes.
/// </remarks>
public sealed class MulticlassHinge : Loss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="margin">Δ: by how much the right score should lead, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A margin that is not above 0.</exception>
    public MulticlassHinge(float margin = 1) => Margin = margin > 0 && float.IsFinite(margin)
        ? margin
        : throw new ArgumentOutOfRangeException(nameof(margin), margin,
            FormattableString.Invariant($"MulticlassHinge: margin is {margin}, a number above 0 was needed. Give 1 unless you know better."));

    /// <summary>By how much the right score should lead.</summary>
    public float Margin { get; }

    /// <inheritdoc/>
    protected override double Image(ReadOnlySpan<float> logits, int label)
    {
        var sum = 0.0;
        for (var j = 0; j < logits.Length; j++)
        {
            var lack = Lack(logits, j, label);
            // Not Math.Max: a NaN has to show.
            sum += j == label || lack < 0 ? 0 : lack;
        }

        return sum;
    }

    /// <inheritdoc/>
    protected override void ImageGradient(ReadOnlySpan<float> logits, int label, int images, Span<float> gradient)
    {
        var lacking = 0;
        for (var j = 0; j < logits.Length; j++)
        {
            var lacks = j != label && Lack(logits, j, label) > 0;
            gradient[j] = lacks ? (float)(1.0 / images) : 0;
            lacking += lacks ? 1 : 0;
        }

        gradient[label] = (float)(-(double)lacking / images);
    }

    private double Lack(ReadOnlySpan<float> logits, int j, int label) => (double)logits[j] - logits[label] + Margin;
}
