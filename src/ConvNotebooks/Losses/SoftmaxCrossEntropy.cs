using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>
/// Softmax and cross-entropy in one: L = ln Σ e^(sⱼ − max s) + max s − s_y, in nats; its gradient is (p − 1[j = y])/N.
/// The largest score is taken away first, so that no exponential overflows. Untrained on C classes it is about ln C.
/// </summary>
/// <remarks>Source: CS231n, "Linear Classification", section "Softmax classifier".</remarks>
public sealed class SoftmaxCrossEntropy : Loss
{
    /// <inheritdoc/>
    protected override double Image(ReadOnlySpan<float> logits, int label)
    {
        var max = Largest(logits);
        var sum = Sum(logits, max);
        return double.IsNaN(sum) ? sum : SeededRandom.NaturalLog(sum) + ((double)max - logits[label]);
    }

    /// <inheritdoc/>
    protected override void ImageGradient(ReadOnlySpan<float> logits, int label, int images, Span<float> gradient)
    {
        var max = Largest(logits);
        var sum = Sum(logits, max);
        for (var j = 0; j < logits.Length; j++)
            gradient[j] = (float)((Exponential.Exp(logits[j] - max) / sum - (j == label ? 1 : 0)) / images);
    }

    private static float Largest(ReadOnlySpan<float> logits)
    {
        var max = logits[0];
        foreach (var score in logits)
            max = score > max ? score : max;
        return max;
    }

    private static double Sum(ReadOnlySpan<float> logits, float max)
    {
        var sum = 0.0;
        foreach (var score in logits)
            sum += Exponential.Exp(score - max);
        return sum;
    }
}
