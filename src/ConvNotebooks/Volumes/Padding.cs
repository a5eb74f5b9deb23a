namespace ConvNotebooks;

/// <summary>Zero-padding along one axis, in pixels: how many before the first pixel and after the last.</summary>
/// <param name="Before">Pixels of padding before the first (left or top).</param>
/// <param name="After">Pixels of padding after the last (right or bottom).</param>
public readonly record struct Padding(int Before, int After)
{
    /// <summary>The same padding on both sides.</summary>
    public static implicit operator Padding(int side) => new(side, side);

    /// <summary>Padding before and after.</summary>
    public static implicit operator Padding((int Before, int After) sides) => new(sides.Before, sides.After);

    /// <summary>The same padding on both sides (the named form of the conversion).</summary>
    public static Padding FromInt32(int side) => side;

    /// <summary>Padding before and after (the named form of the conversion).</summary>
    public static Padding FromValueTuple((int Before, int After) sides) => sides;

    /// <summary>Pixels added to the axis: before + after.</summary>
    public int Total => Before + After;

    /// <summary>Whether both sides have the same padding.</summary>
    public bool IsSymmetric => Before == After;

    /// <summary>
    /// The padding (F − 1)/2 that keeps the size of the input at stride 1, for an odd filter size F.
    /// </summary>
    /// <param name="size">Filter size F in pixels, odd.</param>
    /// <exception cref="ArgumentOutOfRangeException">F is even or less than 1: no symmetric padding keeps the size.</exception>
    public static Padding Same(int size) => size >= 1 && size % 2 == 1
        ? (size - 1) / 2
        : throw new ArgumentOutOfRangeException(nameof(size), size,
            $"Padding.Same: (F − 1)/2 is not a whole number for F = {size}. Give an odd filter size, or pad the sides "
            + $"differently: pad: ({Math.Max(0, size - 1) / 2}, {Math.Max(0, size) / 2}).");

    /// <summary>The C# that builds this padding: <c>1</c> or <c>(0, 1)</c>.</summary>
    public string ToCode() => IsSymmetric ? $"{Before}" : $"({Before}, {After})";

    /// <summary>The padding in the document's notation: <c>1</c> or <c>0:1</c>.</summary>
    public override string ToString() => IsSymmetric ? $"{Before}" : $"{Before}:{After}";
}

/// <summary>Zero-padding of an image, in pixels, for each side.</summary>
/// <param name="Width">Left and right.</param>
/// <param name="Height">Top and bottom.</param>
public readonly record struct Padding2d(Padding Width, Padding Height)
{
    /// <summary>The same padding on all four sides.</summary>
    public static implicit operator Padding2d(int side) => new(side, side);

    /// <summary>Padding before (left and top) and after (right and bottom).</summary>
    public static implicit operator Padding2d((int Before, int After) sides) => new(sides, sides);

    /// <summary>The same padding along both axes.</summary>
    public static implicit operator Padding2d(Padding both) => new(both, both);

    /// <summary>The same padding on all four sides (the named form of the conversion).</summary>
    public static Padding2d FromInt32(int side) => side;

    /// <summary>Padding before and after, along both axes (the named form of the conversion).</summary>
    public static Padding2d FromValueTuple((int Before, int After) sides) => sides;

    /// <summary>The same padding along both axes (the named form of the conversion).</summary>
    public static Padding2d FromPadding(Padding both) => both;

    /// <summary>The C# that builds this padding: <c>1</c>, <c>(0, 1)</c>, or <c>new Padding2d(1, 0)</c>.</summary>
    internal string ToCode() => Width == Height ? Width.ToCode() : $"new Padding2d({Width.ToCode()}, {Height.ToCode()})";

    /// <summary>The padding in the document's notation: <c>1</c>, <c>0:1</c>, or width x height <c>1x0</c>.</summary>
    public override string ToString() => Width == Height ? Width.ToString() : $"{Width}x{Height}";
}
