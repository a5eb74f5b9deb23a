namespace ConvNotebooks;

/// <summary>
/// How wrong a network's outputs are, as one number, with its gradient. The logits of a minibatch are [N, C, 1, 1], one
/// score for each class; the loss is the mean over the N images. Sums are taken in float64, in the order of the classes and
/// then of the images.
/// </summary>
public abstract class Loss
{
    /// <summary>The mean loss of a minibatch, and its gradient with respect to the logits.</summary>
    /// <param name="logits">The network's scores, [N, C, 1, 1].</param>
    /// <param name="labels">The right class of each image, N numbers from 0 to C − 1.</param>
    /// <param name="gradient">Where the gradient goes, [N, C, 1, 1]; null when only the loss is wanted.</param>
    /// <returns>The mean loss; NaN when a logit is NaN.</returns>
    /// <exception cref="ShapeException">The logits are no [N, C, 1, 1], or labels or gradient do not match them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is outside the classes.</exception>
    public double Forward(Tensor logits, ReadOnlySpan<int> labels, Tensor? gradient = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        Check(logits, labels, gradient);
        var (n, c) = (logits.Shape.N, logits.Shape.C);
        var values = logits.Values;
        var gradients = gradient is null ? default : gradient.Edit();
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            sum += Image(values.Slice(i * c, c), labels[i]);
            if (gradient is not null)
                ImageGradient(values.Slice(i * c, c), labels[i], n, gradients.Slice(i * c, c));
        }

        return sum / n;
    }

    /// <summary>The loss of one image.</summary>
    /// <param name="logits">Its C scores.</param>
    /// <param name="label">Its class.</param>
    protected abstract double Image(ReadOnlySpan<float> logits, int label);

    /// <summary>The gradient of one image's part in the mean, its loss over <paramref name="images"/>.</summary>
    /// <param name="logits">Its C scores.</param>
    /// <param name="label">Its class.</param>
    /// <param name="images">Images in the minibatch.</param>
    /// <param name="gradient">Where the C derivatives go.</param>
    protected abstract void ImageGradient(ReadOnlySpan<float> logits, int label, int images, Span<float> gradient);

    private void Check(Tensor logits, ReadOnlySpan<int> labels, Tensor? gradient)
    {
        var who = GetType().Name;
        var shape = logits.Shape;
        if (shape.H != 1 || shape.W != 1)
            throw new ShapeException($"{who}: logits {shape} came, [N, C, 1, 1] are needed. End the network with a fully-connected layer.");
        if (labels.Length != shape.N)
            throw new ShapeException($"{who}: {labels.Length} labels came for logits {shape} of {shape.N} images. Give one label for each image.");
        if (gradient is not null && gradient.Shape != shape)
            throw new ShapeException($"{who}: a gradient {gradient.Shape} came for logits {shape}. Give a tensor of the logits' axes.");
        foreach (var label in labels)
        {
            if ((uint)label >= (uint)shape.C)
            {
                throw new ArgumentOutOfRangeException(nameof(labels), label,
                    $"{who}: label {label} came, and the logits are those of classes 0 to {shape.C - 1}. Give the network as many outputs as there are classes.");
            }
        }
    }
}
