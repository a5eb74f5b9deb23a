namespace ConvNotebooks.Routines;

/// <summary>
/// How register tiles cover one image of a convolution. Outputs whose windows keep the same taps inside the image form a
/// region with one list of taps, so that padding is skipped without a test in the inner loop; each region is cut into tiles
/// along its longer side. Follows from the shape, the layout and the tile's height alone.
/// </summary>
internal sealed class ConvPlan
{
    private const int WeightBytesInCache = 36 * 1024;

    private readonly ConvProblem problem;
    private readonly ActivationLayout layout;
    private readonly int tileRows;
    private readonly List<Spot> spots = [];
    private readonly List<Tap> taps = [];

    public ConvPlan(in ConvProblem p, ActivationLayout input, int tileRows)
    {
        (problem, layout, this.tileRows) = (p with { Batch = 1 }, input, tileRows);
        var q = Flattened(problem);
        ChannelBlock = Math.Min(p.GroupChannels, Math.Max(1, WeightBytesInCache / (128 * p.WindowTaps)));
        if (ChannelBlock < p.GroupChannels && input == ActivationLayout.Nchw16c)
            ChannelBlock = Math.Min(p.GroupChannels, (ChannelBlock + 8) / 16 * 16 is var c and > 0 ? c : 16);
        PixelStep = input == ActivationLayout.Nchw ? 1 : 16;
        ChannelBlockStep = input == ActivationLayout.Nchw ? ChannelBlock * p.Plane : ChannelBlock / 16 * 16 * p.Plane;
        foreach (var rows in ConvRange.Split(q.OutHeight, q.Height, q.FilterHeight, q.StrideH, q.PadTop, q.DilationH))
            foreach (var columns in ConvRange.Split(q.OutWidth, q.Width, q.FilterWidth, q.StrideW, q.PadLeft, q.DilationW))
                AddRegion(q, rows, columns);
        Spots = [.. spots.OrderBy(s => s.Y)];
        Taps = [.. taps];
    }

    /// <summary>The tiles, in the order of their first output.</summary>
    public Spot[] Spots { get; }

    /// <summary>The lists of taps of all regions, each for <see cref="ChannelBlock"/> channels.</summary>
    public Tap[] Taps { get; }

    /// <summary>Channels that a tile goes through at a time, so that their weights stay in the nearest cache.</summary>
    public int ChannelBlock { get; }

    /// <summary>From the input of one block of channels to the next, in floats.</summary>
    public int ChannelBlockStep { get; }

    /// <summary>From one pixel to the next in the input, in floats.</summary>
    public int PixelStep { get; }

    public bool Serves(in ConvProblem p, ActivationLayout input, int rows) =>
        rows == tileRows && input == layout && p with { Batch = 1 } == problem;

    /// <summary>A pointwise convolution sees a plane as one row.</summary>
    private static ConvProblem Flattened(in ConvProblem p) =>
        p is { WindowTaps: 1, StrideH: 1, StrideW: 1, PadTop: 0, PadLeft: 0 } && p.OutHeight == p.Height && p.OutWidth == p.Width
            ? p with { Height = 1, Width = p.Plane, OutHeight = 1, OutWidth = p.Plane }
            : p;

    private void AddRegion(in ConvProblem p, ConvRange rows, ConvRange columns)
    {
        var firstTap = taps.Count;
        for (var c = 0; c < ChannelBlock; c++)
        {
            for (var fy = rows.TapFrom; fy < rows.TapTo; fy++)
            {
                for (var fx = columns.TapFrom; fx < columns.TapTo; fx++)
                {
                    var pixel = (fy * p.DilationH * p.Width + fx * p.DilationW) * PixelStep;
                    taps.Add(new(Channel(p, c) + pixel, ((c * p.FilterHeight + fy) * p.FilterWidth + fx) * PackedFilters.Block));
                }
            }
        }

        var tapsPerChannel = (rows.TapTo - rows.TapFrom) * (columns.TapTo - columns.TapFrom);
        var across = columns.Length >= rows.Length;
        var (lines, length) = across ? (rows.Length, columns.Length) : (columns.Length, rows.Length);
        var tiles = (length + tileRows - 1) / tileRows;
        for (var line = 0; line < lines; line++)
        {
            for (var tile = 0; tile < tiles; tile++)
            {
                var (from, to) = (tile * length / tiles, (tile + 1) * length / tiles);
                var oy = rows.From + (across ? line : from);
                var ox = columns.From + (across ? from : line);
                spots.Add(new Spot
                {
                    X = ((oy * p.StrideH - p.PadTop) * p.Width + ox * p.StrideW - p.PadLeft) * PixelStep,
                    XStep = (across ? p.StrideW : p.StrideH * p.Width) * PixelStep,
                    Y = oy * p.OutWidth + ox,
                    YStep = across ? 1 : p.OutWidth,
                    Rows = to - from,
                    FirstTap = firstTap,
                    TapsPerChannel = tapsPerChannel,
                });
            }
        }
    }

    private int Channel(in ConvProblem p, int c) =>
        layout == ActivationLayout.Nchw ? c * p.Plane : c / 16 * 16 * p.Plane + c % 16;

    /// <summary>One tile's place: offsets into an image's first channel, in floats, and into an output plane, in pixels.</summary>
    internal readonly struct Spot
    {
        public int X { get; init; }

        public int XStep { get; init; }

        public int Y { get; init; }

        public int YStep { get; init; }

        public int Rows { get; init; }

        public int FirstTap { get; init; }

        public int TapsPerChannel { get; init; }
    }
}
