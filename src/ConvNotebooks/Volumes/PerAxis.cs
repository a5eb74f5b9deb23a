namespace ConvNotebooks;

/// <summary>
/// One whole number for each axis, width first: a filter size, a stride or a dilation. <c>3</c> means 3x3, and
/// <c>(3, 1)</c> means 3 along the width and 1 along the height.
/// </summary>
/// <param name="Width">The number along the width.</param>
/// <param name="Height">The number along the height.</param>
public readonly record struct PerAxis(int Width, int Height)
{
    /// <summary>The same number along both axes.</summary>
    public static implicit operator PerAxis(int both) => new(both, both);

    /// <summary>A number for each axis, width first.</summary>
    public static implicit operator PerAxis((int Width, int Height) pair) => new(pair.Width, pair.Height);

    /// <summary>The same number along both axes (the named form of the conversion).</summary>
    public static PerAxis FromInt32(int both) => both;

    /// <summary>A number for each axis, width first (the named form of the conversion).</summary>
    public static PerAxis FromValueTuple((int Width, int Height) pair) => pair;

    /// <summary>One number where both are alike, else width x height: <c>2</c>, <c>2x1</c>.</summary>
    internal string Short => Width == Height ? $"{Width}" : ToString();

    /// <summary>The C# that builds this: <c>2</c> or <c>(2, 1)</c>.</summary>
    internal string ToCode() => Width == Height ? $"{Width}" : $"({Width}, {Height})";

    /// <summary>Width x height: <c>5x3</c>.</summary>
    public override string ToString() => $"{Width}x{Height}";
}
