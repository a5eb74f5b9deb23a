namespace ConvNotebooks;

/// <summary>
/// A change to single images before they are learned from. What is random in it comes from the generator it is given,
/// which depends on the seed, the epoch and the image alone: order, threads and prefetching change nothing.
/// </summary>
public abstract class Transformation
{
    /// <summary>The volume that comes out.</summary>
    /// <param name="input">The volume that goes in.</param>
    /// <exception cref="ShapeException">The transformation can't take that volume.</exception>
    public virtual Shape OutputShape(Shape input) => input;

    /// <summary>Changes one image.</summary>
    /// <param name="input">Its values in the order C, H, W.</param>
    /// <param name="shape">Its volume.</param>
    /// <param name="random">Random numbers for this image.</param>
    /// <param name="output">Where the values of <see cref="OutputShape"/> go; never the input's own memory.</param>
    public abstract void Apply(ReadOnlySpan<float> input, Shape shape, SeededRandom random, Span<float> output);
}

/// <summary>Mirrors an image left to right with a probability.</summary>
public sealed class HorizontalFlip : Transformation
{
    /// <summary>Creates the transformation.</summary>
    /// <param name="probability">How likely an image is mirrored, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside 0 to 1.</exception>
    public HorizontalFlip(double probability = 0.5) => Probability = probability is >= 0 and <= 1
        ? probability
        : throw new ArgumentOutOfRangeException(nameof(probability), probability,
            $"HorizontalFlip: probability is {probability}, and 0 to 1 was needed. Give 0.5 to mirror every second image.");

    /// <summary>How likely an image is mirrored.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> input, Shape shape, SeededRandom random, Span<float> output)
    {
        ArgumentNullException.ThrowIfNull(random);
        input.CopyTo(output);
        if (random.NextSingle() >= Probability)
            return;
        for (var row = 0; row < input.Length; row += shape.Width)
            output.Slice(row, shape.Width).Reverse();
    }
}

/// <summary>Pads an image with zeros on every side and cuts a window out of it at a random place.</summary>
public sealed class RandomCrop : Transformation
{
    /// <summary>Creates the transformation.</summary>
    /// <param name="size">Width and height of the window, in pixels.</param>
    /// <param name="pad">Zeros on every side, in pixels: 4 is usual for 32x32 images.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1 or padding below 0.</exception>
    public RandomCrop(PerAxis size, int pad = 0)
    {
        Size = size;
        Pad = Sizes.AtLeastZero(pad, nameof(RandomCrop), nameof(pad));
    }

    /// <summary>Width and height of the window, in pixels.</summary>
    public PerAxis Size { get; }

    /// <summary>Zeros on every side, in pixels.</summary>
    public int Pad { get; }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Size.Width <= input.Width + 2 * Pad && Size.Height <= input.Height + 2 * Pad
        ? new(Size.Width, Size.Height, input.Depth)
        : throw new ShapeException($"RandomCrop: a window of {Size} does not lie within images {input} padded by {Pad}. "
            + "Give a smaller window or more padding.");

    /// <inheritdoc/>
    public override void Apply(ReadOnlySpan<float> input, Shape shape, SeededRandom random, Span<float> output)
    {
        ArgumentNullException.ThrowIfNull(random);
        var left = random.NextInt32(shape.Width + 2 * Pad - Size.Width + 1) - Pad;
        var top = random.NextInt32(shape.Height + 2 * Pad - Size.Height + 1) - Pad;
        var from = Math.Max(0, -left);
        var length = Math.Min(shape.Width, left + Size.Width) - Math.Max(0, left);
        output.Clear();
        if (length <= 0)
            return;
        for (var d = 0; d < shape.Depth; d++)
        {
            for (var y = Math.Max(0, -top); y < Math.Min(Size.Height, shape.Height - top); y++)
            {
                input.Slice((d * shape.Height + top + y) * shape.Width + left + from, length)
                    .CopyTo(output[((d * Size.Height + y) * Size.Width + from)..]);
            }
        }
    }
}
