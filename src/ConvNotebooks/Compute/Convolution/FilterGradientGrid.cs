using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Where the numbers of a filter gradient's tiles are: how the input is addressed in its layout, the bands of output rows, and
/// the taps of a band, which are pixels, for each column of the window.
/// </summary>
internal readonly unsafe struct FilterGradientGrid
{
    /// <summary>Input channels from which on they are the rows of tiles.</summary>
    public const int FewestChannels = 5;

    private const int BandPixels = 256;

    // Planes this many numbers apart fall on one set of the nearest cache, which holds about a dozen of them.
    private const int CacheStep = 1024, RowsOfOneSet = 8;

    private readonly int pixelStep;

    public FilterGradientGrid(in ConvProblem p, ActivationLayout x, ActivationLayout dy, int tileRows, int turnedStep)
    {
        BlockedX = x == ActivationLayout.Nchw16c;
        BlockedDy = dy == ActivationLayout.Nchw16c;
        PixelStepW = BlockedDy ? PackedFilters.Block : turnedStep;
        BandRows = Math.Clamp(BandPixels / p.OutWidth, 1, p.OutHeight);
        InWindows = !BlockedX && p is { Groups: 1, Channels: < FewestChannels, FilterWidth: > 1, DilationW: 1 };
        pixelStep = BlockedX ? PackedFilters.Block : 1;
        ChannelStep = BlockedX ? 1 : p.Plane;
        MostRows = !BlockedX && p.Plane % CacheStep == 0 ? Math.Min(tileRows, RowsOfOneSet) : tileRows;
        TapsLength = InWindows ? 0 : p.FilterWidth * BandRows * p.OutWidth;
        problem = p;
    }

    private readonly ConvProblem problem;

    public bool BlockedX { get; }

    public bool BlockedDy { get; }

    /// <summary>Whether tiles are the places of a window's rows, in all channels: there are few of them (<see cref="WindowTile"/>).</summary>
    public bool InWindows { get; }

    /// <summary>Rows of a band of outputs: a hundred pixels, whose gradients stay in the nearest cache.</summary>
    public int BandRows { get; }

    public int MostRows { get; }

    public int TapsLength { get; }

    public int PixelStepW { get; }

    /// <summary>From one channel of a tile to the next, in floats.</summary>
    public nint ChannelStep { get; }

    /// <summary>Where a channel begins, from the image's first.</summary>
    public nint Channel(in ConvProblem p, int c) => BlockedX ? (nint)(c / PackedFilters.Block) * PackedFilters.Block * p.Plane + c % PackedFilters.Block
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

    /// <summary>Lays out the taps of a band.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(Tap* taps)
    {
        ref readonly var p = ref problem;
        if (InWindows)
            return;
        var (stepX, stepW, rowX, rowW) = (p.StrideW * pixelStep, PixelStepW, p.StrideH * p.Width * pixelStep, p.OutWidth * PixelStepW);
        for (var fx = 0; fx < p.FilterWidth; fx++)
        {
            var tap = taps + fx * BandRows * p.OutWidth;
            var (from, to) = ConvColumns.Seen(p, fx);
            for (var ox = from; ox < to; ox++)
                tap[ox - from] = new(ox * stepX, ox * stepW);
            var count = to - from;
            for (var i = count; i < BandRows * count; i++)
                tap[i] = new(tap[i - count].X + rowX, tap[i - count].W + rowW);
        }
    }
}
