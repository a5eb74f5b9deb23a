namespace ConvNotebooks.Routines;

/// <summary>
/// How register tiles cover one image of a convolution, or of its gradient with respect to the input. Outputs that read the
/// same taps form a region with one list of taps, so that padding above and below is skipped without a test in the inner loop.
/// A tile at the end of a line has the taps of all its pixels and skips pixel by pixel (<see cref="TapClip"/>), or, where windows
/// have three or five columns and the registers suffice, rows of windows for taps (<see cref="RowTileRoutine{L, V, R, F}"/>,
/// <see cref="RowOfFiveTileRoutine{L, V, R}"/>); narrow tiles leave the ends to tiles of their own where that is sooner done.
/// Pointwise convolutions have tiles of their own; where a vector is a block of filters, these and other windows have strips of
/// up to four vectors. Follows from the shape, the layout, the tile's height and the vector's width alone.
/// </summary>
internal sealed class ConvPlan
{
    // The second cache gives weights as fast as tiles multiply them: to store sums and load them again, block after block, costs more.
    private const int WeightBytesInCache = 128 * 1024, WeightBytesInNearest = 36 * 1024, InputBytesInCache = 400 * 1024;

    private readonly ConvProblem problem;
    private readonly ActivationLayout layout;
    private readonly int tileRows;
    private readonly int lanes;
    private readonly bool adjoint;

    /// <summary>Plans a problem; an adjoint one is <see cref="ConvProblem.ToAdjoint"/> of the convolution whose gradient it is.</summary>
    /// <param name="p">The sizes.</param>
    /// <param name="input">The input's layout.</param>
    /// <param name="tileRows">Pixels of the largest tile two vectors wide.</param>
    /// <param name="lanes">Numbers in a vector.</param>
    /// <param name="adjoint">Whether the problem is an adjoint one.</param>
    public ConvPlan(in ConvProblem p, ActivationLayout input, int tileRows, int lanes, bool adjoint)
    {
        (problem, layout, this.tileRows, this.lanes, this.adjoint) = (p with { Batch = 1 }, input, tileRows, lanes, adjoint);
        var plain = IsPlain(problem);
        var q = plain ? problem with { Height = 1, Width = p.Plane, OutHeight = 1, OutWidth = p.Plane } : problem;
        Pointwise = (plain || (!adjoint && SubsampledInput.IsPixelEach(p))) && p.GroupChannels % (input == ActivationLayout.Nchw ? 4 : 16) == 0;
        var column = Axis(q.OutHeight, q.Height, q.FilterHeight, q.StrideH, q.PadTop, q.DilationH);
        var line = Axis(q.OutWidth, q.Width, q.FilterWidth, q.StrideW, q.PadLeft, q.DilationW);
        var narrow = tileRows <= ConvCover.MostNarrow;
        var row = !narrow && q.OutHeight > 1 && q.OutWidth >= ConvCover.FewestAlong ? WindowRow(line) : null;
        TapColumns = row is null ? 1 : q.FilterWidth;

        // Five vectors would be strips of two and three, which read different lists of taps.
        var strips = FilterStrips.Wide(p.GroupFilters, lanes);
        Strips = TapColumns > 1 || (!Pointwise && strips is { Most: 3, Count: 2 } && strips[0].Count != strips[1].Count) ? strips with { Most = 2 } : strips;
        var wide = Strips.Most > 2 && !Pointwise;
        var rows = row is null ? Strips.TileRows(tileRows) : ConvCover.WindowRowPixels(TapColumns, single: p.GroupFilters <= lanes);
        ChannelBlock = Math.Min(p.GroupChannels, Math.Max(1, ChannelsInCache(64 * Strips.Most * p.WindowTaps)));
        if (ChannelBlock < p.GroupChannels && input == ActivationLayout.Nchw16c)
            ChannelBlock = Math.Min(p.GroupChannels, (ChannelBlock + 8) / 16 * 16 is var c and > 0 ? c : 16);
        ChannelBlockStep = input == ActivationLayout.Nchw ? ChannelBlock * p.Plane : ChannelBlock / 16 * 16 * p.Plane;
        ConvCover Cover(List<ConvAxis> line) => new(q, input, rows, ChannelBlock, column, line, TapColumns, wide, narrow, q.Groups * Strips.Count);
        List<ConvAxis>? along = row is null ? null : [row];
        if (row is null && !wide && q.OutHeight > 1 && q.OutWidth / (adjoint ? q.StrideW : 1) >= ConvCover.FewestAlong)
            along = ConvAxis.Tiles(line, tileRows);
        var cover = Cover(along ?? line);
        if (narrow && Array.Exists(cover.Spots, spot => spot.Clipped) && Cover(line) is var apart && apart.Cycles < cover.Cycles)
            cover = apart;
        (Bands, Spots, Taps) = (cover.Bands, cover.Spots, cover.Taps);
    }

    /// <summary>The parts of an image, each a run of whole rows, or of pixels where there is one row.</summary>
    public Band[] Bands { get; }

    /// <summary>The tiles, band by band.</summary>
    public Spot[] Spots { get; }

    /// <summary>The lists of taps of all regions, each for <see cref="ChannelBlock"/> channels.</summary>
    public Tap[] Taps { get; }

    /// <summary>Columns of a tap: 1, or a window's where a tap is a row of it.</summary>
    public int TapColumns { get; } = 1;

    /// <summary>Whether tiles along lines are <see cref="PointwiseTileRoutine{L, V, R, F, X}"/>'s.</summary>
    public bool Pointwise { get; }

    /// <summary>The filters of a group, strip by strip.</summary>
    public FilterStrips Strips { get; }

    /// <summary>Channels that a tile goes through at a time, so that their weights stay in a near cache.</summary>
    public int ChannelBlock { get; }

    /// <summary>From the input of one block of channels to the next, in floats.</summary>
    public int ChannelBlockStep { get; }

    public bool Serves(in ConvProblem p, ActivationLayout input, int rows, int ofLanes, bool ofAdjoint) =>
        rows == tileRows && ofLanes == lanes && ofAdjoint == adjoint && input == layout && p with { Batch = 1 } == problem;

    /// <summary>Whether every output reads its own pixel: a plane is then one row.</summary>
    private static bool IsPlain(in ConvProblem p) =>
        p is { WindowTaps: 1, StrideH: 1, StrideW: 1, PadTop: 0, PadLeft: 0 } && p.OutHeight == p.Height && p.OutWidth == p.Width;

    /// <summary>
    /// A pointwise tile reads a few pixels of every channel: where those of all tiles exceed a near cache too, it would wait for
    /// memory in many places at a time. It takes whole blocks of 16 channels.
    /// </summary>
    private int ChannelsInCache(int weightBytes)
    {
        var channels = WeightBytesInCache / weightBytes;
        return problem.WindowTaps > 1 ? channels
            : Math.Clamp(InputBytesInCache / (sizeof(float) * problem.OutPlane), WeightBytesInNearest / weightBytes, channels) / 16 * 16;
    }

    private ConvAxis? WindowRow(List<ConvAxis> line) => problem.FilterWidth switch
    {
        3 => ConvAxis.WindowRow(line, columns: 3, mostCut: 1),
        5 => ConvAxis.WindowRow(line, columns: 5, mostCut: 4),
        _ => null,
    };

    private List<ConvAxis> Axis(int outputs, int inputs, int size, int stride, int pad, int dilation) => adjoint
        ? ConvAxis.Adjoint(outputs, inputs, size, stride, pad, dilation)
        : ConvAxis.Forward(outputs, inputs, size, stride, pad, dilation);

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

        /// <summary>In a wide tile: the columns of a window's row, and from one to the next in the input and in the weights.</summary>
        public (int Columns, int X, int W) Row { get; init; }

        /// <summary>Where taps are rows: how many of the first output's first columns, and of the last one's last, are outside the image.</summary>
        public int CutFirst { get; init; }

        public int CutLast { get; init; }

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

        /// <summary>The pixels of an input plane among which it reads, from the first to one past the last.</summary>
        public (int From, int To) Input { get; init; }
    }
}
