namespace ConvNotebooks;

/// <summary>
/// The size of a volume of neurons, written [W x H x D] as CS231n writes it: width, height and depth (channels).
/// </summary>
public readonly record struct Shape
{
    /// <summary>Creates the shape [width x height x depth].</summary>
    /// <param name="width">Neurons along x, at least 1.</param>
    /// <param name="height">Neurons along y, at least 1.</param>
    /// <param name="depth">Depth slices (channels), at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is zero or negative.</exception>
    public Shape(int width, int height, int depth)
    {
        Width = Sizes.AtLeastOne(width, nameof(Shape), nameof(width));
        Height = Sizes.AtLeastOne(height, nameof(Shape), nameof(height));
        Depth = Sizes.AtLeastOne(depth, nameof(Shape), nameof(depth));
    }

    /// <summary>Neurons along x.</summary>
    public int Width { get; }

    /// <summary>Neurons along y.</summary>
    public int Height { get; }

    /// <summary>Depth slices, the channels of an image.</summary>
    public int Depth { get; }

    /// <summary>W·H·D, with its derivation: <c>32·32·3 = 3,072 neurons</c>.</summary>
    /// <exception cref="OverflowException">The product is past 64 bits.</exception>
    public Count Neurons => Count.Product("neurons", Width, Height, Depth);

    /// <summary>W·H·D as an int, for indices; neurons past 32 bits do not fit one array.</summary>
    internal int Length => checked(Width * Height * Depth);

    /// <summary>The shape as CS231n writes it: <c>[32x32x3]</c>.</summary>
    public override string ToString() => $"[{Width}x{Height}x{Depth}]";

    /// <summary>The sides in the order of the notation: width, height, depth.</summary>
    public void Deconstruct(out int width, out int height, out int depth) =>
        (width, height, depth) = (Width, Height, Depth);
}
