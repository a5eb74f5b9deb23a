namespace ConvNotebooks;

/// <summary>Makes each channel's values have mean 0, and standard deviation 1: (x − mean)/deviation.</summary>
public sealed class Normalization : Transformation
{
    private readonly float[] mean;
    private readonly float[] deviation;

    /// <summary>Creates the transformation.</summary>
    /// <param name="mean">What is taken away, for each channel.</param>
    /// <param name="deviation">What the rest is divided by, for each channel; 1 when left out.</param>
    /// <exception cref="ArgumentException">No channel, or another number of deviations than of means.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A mean that is not finite, or a deviation that is not above 0.</exception>
    public Normalization(IReadOnlyList<float> mean, IReadOnlyList<float>? deviation = null)
    {
        ArgumentNullException.ThrowIfNull(mean);
        deviation ??= [.. mean.Select(_ => 1f)];
        if (mean.Count == 0 || mean.Count != deviation.Count)
        {
            throw new ArgumentException(
                $"Normalization: {mean.Count} means and {deviation.Count} deviations came. Give one of each for every channel.");
        }

        for (var c = 0; c < mean.Count; c++)
        {
            if (!float.IsFinite(mean[c]) || !float.IsFinite(deviation[c]) || deviation[c] <= 0)
            {
                throw new ArgumentOutOfRangeException(nameof(deviation), FormattableString.Invariant(
                    $"Normalization: channel {c} has mean {mean[c]} and deviation {deviation[c]}. Give finite numbers, the deviation above 0."));
            }
        }

        (this.mean, this.deviation) = ([.. mean], [.. deviation]);
    }

    /// <summary>What is taken away, for each channel.</summary>
    public IReadOnlyList<float> Mean => mean;

    /// <summary>What the rest is divided by, for each channel.</summary>
    public IReadOnlyList<float> Deviation => deviation;

    /// <summary>Per-channel mean and standard deviation of the training images; never give it the test images.</summary>
    /// <param name="data">The training images.</param>
    /// <param name="scale">Whether to divide by the deviation; otherwise only the mean is taken away.</param>
    /// <remarks>A channel that never changes keeps a deviation of 1.</remarks>
    public static Normalization Of(Dataset data, bool scale = true)
    {
        ArgumentNullException.ThrowIfNull(data);
        var mean = new float[data.Shape.Depth];
        var deviation = new float[data.Shape.Depth];
        for (var c = 0; c < mean.Length; c++)
        {
            var (m, variance) = data.IsBytes ? OfBytes(data, c) : OfFloats(data, c);
            mean[c] = (float)m;
            deviation[c] = scale && (float)Math.Sqrt(variance) is > 0 and var root ? root : 1;
        }

        return new(mean, deviation);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input.Depth == mean.Length
        ? input
        : throw new ShapeException($"Normalization: images {input} have {input.Depth} channels; the means are those of {mean.Length}. "
            + "Compute it from images of this kind: Normalization.Of(data).");

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> input, Shape shape, SeededRandom random, Span<float> output)
    {
        var slice = shape.Width * shape.Height;
        for (var c = 0; c < mean.Length; c++)
        {
            var from = input.Slice(c * slice, slice);
            var to = output.Slice(c * slice, slice);
            for (var i = 0; i < from.Length; i++)
                to[i] = (from[i] - mean[c]) / deviation[c];
        }
    }

    /// <summary>Exact sums of bytes and their squares.</summary>
    private static (double Mean, double Variance) OfBytes(Dataset data, int channel)
    {
        var slice = data.Shape.Width * data.Shape.Height;
        long sum = 0, squares = 0;
        for (var n = 0; n < data.Count; n++)
        {
            foreach (var value in data.Bytes.Slice((n * data.Shape.Depth + channel) * slice, slice))
            {
                sum += value;
                squares += value * value;
            }
        }

        double count = (double)data.Count * slice, mean = sum / count;
        return (mean / data.White, (squares / count - mean * mean) / ((double)data.White * data.White));
    }

    /// <summary>Sums in float64 in the order of the images, the variance about the mean.</summary>
    private static (double Mean, double Variance) OfFloats(Dataset data, int channel)
    {
        var slice = data.Shape.Width * data.Shape.Height;
        double count = (double)data.Count * slice, sum = 0, squares = 0;
        for (var n = 0; n < data.Count; n++)
        {
            foreach (var value in data.Floats.Slice((n * data.Shape.Depth + channel) * slice, slice))
                sum += value;
        }

        var mean = sum / count;
        for (var n = 0; n < data.Count; n++)
        {
            foreach (var value in data.Floats.Slice((n * data.Shape.Depth + channel) * slice, slice))
                squares += (value - mean) * (value - mean);
        }

        return (mean, squares / count);
    }
}
