namespace ConvNotebooks.Routines;

/// <summary>
/// How register tiles cover one image of a convolution, or of its gradient with respect to the input. Outputs that read the
/// same taps form a region with one list of taps, so that padding above and below is skipped without a test in the inner loop;
/// a tile at the end of a line has the taps of all its pixels and skips pixel by pixel (<see cref="TapClip"/>), or, where windows
/// have three columns and the registers suffice, rows of windows for taps (<see cref="RowTileRoutine{L, V, R, F}"/>). Follows from
/// the shape, the layout and the tile's height alone.
/// </summary>
internal sealed class ConvPlan
{
    private const int WeightBytesInCache = 36 * 1024;

    // Lines of fewer outputs are better cut across, where the image is taller.
    private const int FewestClipped = 6;

    // Accumulators of so many pixels by two vectors of filters leave registers for a window's row of three weights.
    private const int WindowRowPixels = 12;

    private readonly ConvProblem problem;
    private readonly ActivationLayout layout;
    private readonly int tileRows;
    private readonly bool adjoint;
    private readonly List<Spot> spots = [];
    private readonly List<Tap> taps = [];

    /// <summary>Plans a problem; an adjoint one is <see cref="ConvProblem.ToAdjoint"/> of the convolution whose gradient it is.</summary>
    public ConvPlan(in ConvProblem p, ActivationLayout input, int tileRows, bool adjoint)
    {
        (problem, layout, this.tileRows, this.adjoint) = (p with { Batch = 1 }, input, tileRows, adjoint);
        var q = Flattened(problem);
        ChannelBlock = Math.Min(p.GroupChannels, Math.Max(1, WeightBytesInCache / (128 * p.WindowTaps)));
        if (ChannelBlock < p.GroupChannels && input == ActivationLayout.Nchw16c)
            ChannelBlock = Math.Min(p.GroupChannels, (ChannelBlock + 8) / 16 * 16 is var c and > 0 ? c : 16);
        PixelStep = input == ActivationLayout.Nchw ? 1 : 16;
        ChannelBlockStep = input == ActivationLayout.Nchw ? ChannelBlock * p.Plane : ChannelBlock / 16 * 16 * p.Plane;
        var regions = Regions(q);
        var whole = q.OutHeight > 1 ? q.OutHeight : q.OutWidth;
        var lines = BandLines(q, regions.Exists(region => region.Columns.Count < FewestClipped) ? 4 : 2);
        var count = (whole + lines - 1) / lines;

        // Pairs of rows stay together, for a pooling that follows.
        var unit = q.OutHeight > 1 && q.OutHeight % 2 == 0 ? 2 : 1;
        Bands = new Band[count];
        for (var i = 0; i < count; i++)
        {
            var (from, to) = ((int)((long)i * (whole / unit) / count) * unit, (int)((long)(i + 1) * (whole / unit) / count) * unit);
            var (rows, columns) = q.OutHeight > 1 ? ((from, to), (0, q.OutWidth)) : ((0, 1), (from, to));
            var firstSpot = spots.Count;
            foreach (var region in regions)
                Cut(q, region.Rows.Within(rows.Item1, rows.Item2), region.Columns.Within(columns.Item1, columns.Item2), region.FirstTap);
            Bands[i] = new Band
            {
                FirstSpot = firstSpot,
                Spots = spots.Count - firstSpot,
                Y = rows.Item1 * q.OutWidth + columns.Item1,
                Pixels = (rows.Item2 - rows.Item1) * (columns.Item2 - columns.Item1),
            };
        }

        Spots = [.. spots];
        Taps = [.. taps];
    }

    /// <summary>The parts of an image, each a run of whole rows, or of pixels where there is one row.</summary>
    public Band[] Bands { get; }

    /// <summary>The tiles, band by band.</summary>
    public Spot[] Spots { get; }

    /// <summary>The lists of taps of all regions, each for <see cref="ChannelBlock"/> channels.</summary>
    public Tap[] Taps { get; }

    /// <summary>Whether a tap is a window's row of three columns (<see cref="RowTileRoutine{L, V, R, F}"/>).</summary>
    public bool TapsAreRows { get; private set; }

    /// <summary>Channels that a tile goes through at a time, so that their weights stay in the nearest cache.</summary>
    public int ChannelBlock { get; }

    /// <summary>From the input of one block of channels to the next, in floats.</summary>
    public int ChannelBlockStep { get; }

    /// <summary>From one pixel to the next in the input, in floats.</summary>
    public int PixelStep { get; }

    public bool Serves(in ConvProblem p, ActivationLayout input, int rows, bool ofAdjoint) =>
        rows == tileRows && ofAdjoint == adjoint && input == layout && p with { Batch = 1 } == problem;

    /// <summary>A pointwise convolution sees a plane as one row.</summary>
    private static ConvProblem Flattened(in ConvProblem p) =>
        p is { WindowTaps: 1, StrideH: 1, StrideW: 1, PadTop: 0, PadLeft: 0 } && p.OutHeight == p.Height && p.OutWidth == p.Width
            ? p with { Height = 1, Width = p.Plane, OutHeight = 1, OutWidth = p.Plane }
            : p;

    /// <summary>
    /// Rows of a band (or pixels of a one-row image): a few hundred pixels, whose sums stay in a near cache; a fewest rows, so that
    /// tiles along a cut-off side are not too short; and eight parts or more of a small layer, for several threads.
    /// </summary>
    private static int BandLines(in ConvProblem q, int fewest)
    {
        const int Pixels = 224, Parts = 8;
        if (q.OutHeight == 1)
            return Pixels;
        var strips = q.Groups * ((q.GroupFilters + 31) / 32);
        var rows = Math.Min(Math.Max(Pixels / q.OutWidth, 1), (q.OutHeight * strips + Parts - 1) / Parts);
        return Math.Clamp(rows, Math.Min(fewest, q.OutHeight), q.OutHeight);
    }

    private List<Region> Regions(in ConvProblem p)
    {
        var regions = new List<Region>();
        var line = Axis(p.OutWidth, p.Width, p.FilterWidth, p.StrideW, p.PadLeft, p.DilationW);
        if (tileRows > WindowRowPixels && p.OutHeight > 1 && p.OutWidth >= FewestClipped && ConvAxis.WindowRow(line) is { } row)
            (TapsAreRows, line) = (true, [row]);
        else if (p.OutHeight > 1 && p.OutWidth / (adjoint ? p.StrideW : 1) >= FewestClipped)
            line = ConvAxis.Tiles(line, tileRows) ?? line;
        foreach (var rows in Axis(p.OutHeight, p.Height, p.FilterHeight, p.StrideH, p.PadTop, p.DilationH))
        {
            foreach (var columns in line)
            {
                regions.Add(new(rows, columns, taps.Count));
                for (var c = 0; c < ChannelBlock; c++)
                    for (var ty = 0; ty < rows.Taps.Length; ty++)
                        for (var tx = 0; tx < (TapsAreRows ? 1 : columns.Taps.Length); tx++)
                            taps.Add(new(
                                Channel(p, c) + (rows.Offsets[ty] * p.Width + columns.Offsets[tx]) * PixelStep,
                                ((c * p.FilterHeight + rows.Taps[ty]) * p.FilterWidth + columns.Taps[tx]) * PackedFilters.Block
                                    + (columns.Clips?[tx] ?? 0)));
            }
        }

        return regions;
    }

    private List<ConvAxis> Axis(int outputs, int inputs, int size, int stride, int pad, int dilation) => adjoint
        ? ConvAxis.Adjoint(outputs, inputs, size, stride, pad, dilation)
        : ConvAxis.Forward(outputs, inputs, size, stride, pad, dilation);

    private void Cut(in ConvProblem p, ConvAxis rows, ConvAxis columns, int firstTap)
    {
        var across = TapsAreRows || columns.Clips is not null || columns.Count >= rows.Count;
        var (lines, length) = across ? (rows.Count, columns.Count) : (columns.Count, rows.Count);
        var most = TapsAreRows ? WindowRowPixels : tileRows;
        var tiles = columns.Clips is not null ? 1 : (length + most - 1) / most;
        for (var line = 0; line < lines; line++)
        {
            for (var tile = 0; tile < tiles; tile++)
            {
                var (from, to) = (tile * length / tiles, (tile + 1) * length / tiles);
                var (row, column) = across ? (line, from) : (from, line);
                spots.Add(new Spot
                {
                    X = ((rows.Origin + row * rows.InputStep) * p.Width + columns.Origin + column * columns.InputStep) * PixelStep,
                    XStep = (across ? columns.InputStep : rows.InputStep * p.Width) * PixelStep,
                    Y = (rows.First + row * rows.Step) * p.OutWidth + columns.First + column * columns.Step,
                    YStep = across ? columns.Step : rows.Step * p.OutWidth,
                    Rows = to - from,
                    FirstTap = firstTap,
                    TapsPerChannel = rows.Taps.Length * (TapsAreRows ? 1 : columns.Taps.Length),
                    Clipped = columns.Clips is not null,
                    First = from > 0 || columns.Inside.First,
                    Last = to < length || columns.Inside.Last,
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

        /// <summary>Where <see cref="TapsAreRows"/>: whether the first output's first tap, and the last one's last, are inside the image.</summary>
        public bool First { get; init; }

        public bool Last { get; init; }

        /// <summary>Whether its taps leave out pixels (<see cref="TapClip"/>).</summary>
        public bool Clipped { get; init; }
    }

    /// <summary>A part of an image: its tiles, and where its outputs begin in a plane and how many there are.</summary>
    internal readonly struct Band
    {
        public int FirstSpot { get; init; }

        public int Spots { get; init; }

        public int Y { get; init; }

        public int Pixels { get; init; }
    }

    private readonly record struct Region(ConvAxis Rows, ConvAxis Columns, int FirstTap);
}
