namespace ConvNotebooks.Interactive;

/// <summary>
/// How large the volumes of one drawing are: sides with the square root of the size, depth with its logarithm, one scale for all.
/// Where branches are drawn it is so small that the largest volume in one leaves room for those beside it.
/// </summary>
internal sealed class StackScale
{
    private const double Face = 92;
    private const double InBranches = 34;
    private const double Slant = 0.38;

    private readonly double largest;
    private readonly double face;

    /// <summary>The scale of a network.</summary>
    /// <param name="input">Its input volume.</param>
    /// <param name="branches">The volumes that are drawn in branches.</param>
    public StackScale(Shape input, IEnumerable<Shape> branches)
    {
        largest = Math.Max(input.Width, input.Height);
        face = Math.Min(Face, InBranches / Math.Sqrt(branches.Select(v => Math.Max(v.Width, v.Height)).Append(1).Max() / largest));
    }

    /// <summary>A volume at no place yet.</summary>
    public Slab Of(Shape volume)
    {
        var (width, height, depth) = volume;
        if (width == 1 && height == 1)
            return new(0, 0, 10, 20 + 7 * Math.Log2(depth + 1), 5);
        double Scale(int side) => 8 + face * Math.Sqrt(side / largest);
        return new(0, 0, 4 + 5 * Math.Log2(depth), Scale(height), Slant * Scale(width));
    }
}
