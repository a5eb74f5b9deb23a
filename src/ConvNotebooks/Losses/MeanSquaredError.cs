namespace ConvNotebooks;

/// <summary>
/// The mean of squared differences, 1/M · Σ (x − t)² over all M values; the gradient is 2·(x − t)/M. For classification the
/// target is 1 at the right class and 0 elsewhere.
/// </summary>
public sealed class MeanSquaredError : Loss
{
    /// <summary>The loss of outputs of any shape against targets, for regression, and its gradient.</summary>
    /// <param name="output">The network's output, [N, C, H, W].</param>
    /// <param name="target">What it should be, of the same axes.</param>
    /// <param name="gradient">Where the gradient goes, of the same axes; null when only the loss is wanted.</param>
    /// <exception cref="ShapeException">The axes differ.</exception>
    public static double Forward(Tensor output, Tensor target, Tensor? gradient = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        if (target.Shape != output.Shape || gradient is not null && gradient.Shape != output.Shape)
        {
            throw new ShapeException($"MeanSquaredError: target {target.Shape}{(gradient is null ? "" : $" and gradient {gradient.Shape}")} "
                + $"came for output {output.Shape}. Give tensors of one shape.");
        }

        ReadOnlySpan<float> x = output.Values, t = target.Values;
        var gradients = gradient is null ? default : gradient.Edit();
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var difference = (double)x[i] - t[i];
            sum += difference * difference;
            if (gradient is not null)
                gradients[i] = (float)(2 * difference / x.Length);
        }

        return sum / x.Length;
    }

    /// <inheritdoc/>
    protected override double Image(ReadOnlySpan<float> logits, int label)
    {
        var sum = 0.0;
        for (var j = 0; j < logits.Length; j++)
        {
            var difference = logits[j] - (j == label ? 1.0 : 0);
            sum += difference * difference;
        }

        return sum / logits.Length;
    }

    /// <inheritdoc/>
    protected override void ImageGradient(ReadOnlySpan<float> logits, int label, int images, Span<float> gradient)
    {
        for (var j = 0; j < logits.Length; j++)
            gradient[j] = (float)(2 * (logits[j] - (j == label ? 1.0 : 0)) / ((double)images * logits.Length));
    }
}
