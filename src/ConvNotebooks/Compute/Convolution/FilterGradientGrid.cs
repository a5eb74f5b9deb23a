using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Where the numbers of a filter gradient's tiles are: how the input is addressed in its layout, the bands of output rows, and
/// the taps of a band, which are pixels, for each column of the window (or for each few of them).
/// </summary>
internal readonly unsafe struct FilterGradientGrid
{
    private const int BandPixels = 256, FewChannels = 4;

    // Planes this many numbers apart fall on one set of the nearest cache, which holds about a dozen of them.
    private const int CacheStep = 1024, RowsOfOneSet = 8;

    private readonly int pixelStep;

    public FilterGradientGrid(in ConvProblem p, ActivationLayout x, ActivationLayout dy, int tileRows, int turnedStep)
    {
        BlockedX = x == ActivationLayout.Nchw16c;
        BlockedDy = dy == ActivationLayout.Nchw16c;
        PixelStepW = BlockedDy ? PackedFilters.Block : turnedStep;
        BandRows = Math.Clamp(BandPixels / p.OutWidth, 1, p.OutHeight);
        PlacesTogether = BlockedX || p.Groups > 1 || p.Channels > FewChannels || p.FilterWidth == 1 || p.DilationW > 1 ? 0 : Together(p, tileRows);
        pixelStep = BlockedX ? PackedFilters.Block : Interleaved ? p.Channels : 1;
        ChannelStep = BlockedX || Interleaved ? 1 : p.Plane;
        MostRows = !BlockedX && p.Plane % CacheStep == 0 ? Math.Min(tileRows, RowsOfOneSet) : tileRows;
        var tables = Interleaved ? (p.FilterWidth + PlacesTogether - 1) / PlacesTogether : p.FilterWidth;
        TapsLength = tables * BandRows * p.OutWidth;
        problem = p;
    }

    private readonly ConvProblem problem;

    public bool BlockedX { get; }

    public bool BlockedDy { get; }

    /// <summary>Whether the channels of a pixel lie side by side without gaps: few channels, whose windows' rows are tiles then.</summary>
    public bool Interleaved => PlacesTogether > 0;

    /// <summary>Columns of the window in one tile where channels are interleaved; otherwise 0.</summary>
    public int PlacesTogether { get; }

    /// <summary>Rows of a band of outputs: a hundred pixels, whose gradients stay in the nearest cache.</summary>
    public int BandRows { get; }

    public int MostRows { get; }

    public int TapsLength { get; }

    public int PixelStepW { get; }

    /// <summary>From one channel of a tile to the next, in floats.</summary>
    public nint ChannelStep { get; }

    /// <summary>Where a channel begins, from the image's first.</summary>
    public nint Channel(in ConvProblem p, int c) => BlockedX ? (nint)(c / PackedFilters.Block) * PackedFilters.Block * p.Plane + c % PackedFilters.Block
        : Interleaved ? c
        : (nint)c * p.Plane;

    /// <summary>Where an image begins, each group of an image counted as one.</summary>
    public nint Image(in ConvProblem p, nint image) =>
        image * (BlockedX ? BlockedActivations.Blocks(p.GroupChannels) * PackedFilters.Block : p.GroupChannels) * p.Plane;

    /// <summary>Where a place of the window of the first output of a row is; it may be padding.</summary>
    public nint Pixel(in ConvProblem p, int row, int fy, int fx) =>
        ((nint)(row * p.StrideH - p.PadTop + fy * p.DilationH) * p.Width - p.PadLeft + fx * p.DilationW) * pixelStep;

    /// <summary>The output rows of [top, bottom) whose tap in a row of the window is no padding.</summary>
    public static (int Top, int Bottom) Rows(in ConvProblem p, int fy, int top, int bottom)
    {
        var first = p.PadTop - fy * p.DilationH;
        var last = p.Height - 1 + first;
        return (Math.Max(top, first <= 0 ? 0 : (first + p.StrideH - 1) / p.StrideH), Math.Min(bottom, last < 0 ? 0 : last / p.StrideH + 1));
    }

    /// <summary>Taps of an output row for the tile that begins at a column of the window.</summary>
    public int TapsPerRow(in ConvProblem p, int fx)
    {
        var (from, to) = Seen(p, fx, PlacesTogether);
        return to - from;
    }

    /// <summary>Lays out the taps of a band.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(Tap* taps)
    {
        ref readonly var p = ref problem;
        var places = Math.Max(1, PlacesTogether);
        var (stepX, stepW, rowX, rowW) = (p.StrideW * pixelStep, PixelStepW, p.StrideH * p.Width * pixelStep, p.OutWidth * PixelStepW);
        for (var fx = 0; fx < p.FilterWidth; fx += places)
        {
            var tap = taps + fx / places * BandRows * p.OutWidth;
            var (from, to) = Seen(p, fx, places);
            for (var ox = from; ox < to; ox++)
                tap[ox - from] = new(ox * stepX, ox * stepW + (Interleaved ? Clip(p, fx, places, ox) : 0));
            var count = to - from;
            for (var i = count; i < BandRows * count; i++)
                tap[i] = new(tap[i - count].X + rowX, tap[i - count].W + rowW);
        }
    }

    /// <summary>The outputs of a row that see at least one of a few columns of the window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int From, int To) Seen(in ConvProblem p, int fx, int places)
    {
        var (from, to) = (p.OutWidth, 0);
        for (var f = fx; f < Math.Min(fx + places, p.FilterWidth); f++)
        {
            var seen = ConvColumns.Seen(p, f);
            if (seen.From < seen.To)
                (from, to) = (Math.Min(from, seen.From), Math.Max(to, seen.To));
        }

        return from < to ? (from, to) : (0, 0);
    }

    /// <summary>As many columns of a window's row as a tile holds and no pixel leaves out too many of; 0 if there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Together(in ConvProblem p, int tileRows)
    {
        for (var places = Math.Min(p.FilterWidth, tileRows / p.Channels); places > 0; places--)
        {
            var fits = true;
            for (var fx = 0; fits && fx < p.FilterWidth; fx += places)
            {
                var (from, to) = Seen(p, fx, places);
                for (var ox = from; fits && ox < to; ox++)
                    fits = Clip(p, fx, places, ox) >= 0;
            }

            if (fits)
                return places;
        }

        return 0;
    }

    /// <summary>What an output leaves out of a tile of a few columns of the window; negative if it is too much.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Clip(in ConvProblem p, int fx, int places, int ox)
    {
        places = Math.Min(places, p.FilterWidth - fx);
        var column = ox * p.StrideW - p.PadLeft + fx;
        var (first, last) = (Math.Max(0, -column) * p.Channels, Math.Max(0, column + places - p.Width) * p.Channels);
        return first > TapClip.Most || last > TapClip.Most ? -1 : TapClip.Of(first, last);
    }
}
