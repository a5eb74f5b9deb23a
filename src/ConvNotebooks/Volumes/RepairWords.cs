namespace ConvNotebooks;

/// <summary>
/// Writes the repairs of one axis as arguments of a layer, in C# and in the document's notation; an axis that has numbers of its
/// own keeps them.
/// </summary>
/// <param name="Other">The window along the other axis; null where one argument is for both axes, or there is one axis.</param>
/// <param name="IsHeight">Whether the axis is the height, which is written second.</param>
/// <param name="IsPool">Whether the layer is a pool, which refuses padding as large as its window.</param>
/// <param name="StrideFollowsSize">Whether the stride is the window's size unless it is written, so that another size needs it written.</param>
internal readonly record struct RepairWords(Window? Other, bool IsHeight, bool IsPool, bool StrideFollowsSize)
{
    /// <summary>Whether the layer takes a window; of the kinds a repair can have, only pools refuse some.</summary>
    internal bool Takes(Window window) => !IsPool || Math.Max(window.Pad.Before, window.Pad.After) < window.Size;

    /// <summary>The repair that changes one thing of a window, on an input of <paramref name="length"/> pixels.</summary>
    internal Repair Write(RepairKind kind, Window window, int length)
    {
        var (size, stride) = (Both(window.Size, Other?.Size), Both(window.Stride, Other?.Stride));
        var (code, notation) = kind switch
        {
            RepairKind.Stride => ($"stride: {stride.ToCode()}", $"s{stride.Short}"),
            RepairKind.Size when StrideFollowsSize => ($"size: {size.ToCode()}, stride: {stride.ToCode()}", $"{size} s{stride.Short}"),
            RepairKind.Size => ($"size: {size.ToCode()}", $"{size}"),
            RepairKind.Input => ($"{window.ToCode()}.Fit({length})", $"{length}"),
            _ => Padding(window.Pad),
        };
        return new(kind, code, notation, window.Fit(length));
    }

    private PerAxis Both(int own, int? others) => others is not { } other ? own : IsHeight ? (other, own) : (own, other);

    private (string Code, string Notation) Padding(Padding own)
    {
        var both = Other is not { Pad: var other } ? own : IsHeight ? new Padding2d(other, own) : new Padding2d(own, other);
        return ($"pad: {both.ToCode()}", $"p{both}");
    }
}
