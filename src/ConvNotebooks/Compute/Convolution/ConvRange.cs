namespace ConvNotebooks.Routines;

/// <summary>Neighbouring outputs along one axis whose windows have the same taps inside the input.</summary>
/// <param name="From">The first output.</param>
/// <param name="To">One past the last.</param>
/// <param name="TapFrom">The first tap inside.</param>
/// <param name="TapTo">One past the last tap inside.</param>
internal readonly record struct ConvRange(int From, int To, int TapFrom, int TapTo)
{
    public int Length => To - From;

    /// <summary>Cuts an axis into ranges, in order; a window without a tap inside gets an empty range of taps.</summary>
    public static List<ConvRange> Split(int outputs, int inputs, int size, int stride, int pad, int dilation)
    {
        var axis = new WindowAxis(inputs, outputs, size, stride, pad, dilation);
        var ranges = new List<ConvRange>();
        for (var o = 0; o < outputs; o++)
        {
            var (tapFrom, tapTo) = axis.TapsOf(o);
            if (ranges.Count > 0 && ranges[^1].TapFrom == tapFrom && ranges[^1].TapTo == tapTo)
                ranges[^1] = ranges[^1] with { To = o + 1 };
            else
                ranges.Add(new(o, o + 1, tapFrom, tapTo));
        }

        return ranges;
    }
}
