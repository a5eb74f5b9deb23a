namespace ConvNotebooks.Routines;

/// <summary>
/// Where the numbers of a filter gradient's tiles are: how input and gradients are addressed in their layouts, the bands of output
/// rows, and which places and filters a tile takes together.
/// </summary>
internal readonly unsafe struct FilterGradientGrid
{
    /// <summary>Fewer input channels than these do not fill a tile alone.</summary>
    public const int FewestChannels = 5;

    private const int Block = PackedFilters.Block, BandPixels = 256, FilterLanes = 32;

    private readonly int pixelStep;

    /// <param name="p">The convolution's sizes.</param>
    /// <param name="x">The input's layout.</param>
    /// <param name="dy">The layout of the output's gradient; turned where it is not blocked.</param>
    /// <param name="lanes">Numbers in a vector.</param>
    /// <param name="manyRegisters">Whether the machine has 32 vector registers, not 16.</param>
    public FilterGradientGrid(in ConvProblem p, ActivationLayout x, ActivationLayout dy, int lanes, bool manyRegisters)
    {
        // Gradients that are handed on from place to place take registers: 16 are enough only where there are few channels.
        PlaceStep = p.StrideW % p.DilationW == 0 ? p.StrideW / p.DilationW : p.FilterWidth;
        Slides = PlaceStep < p.FilterWidth && (manyRegisters || p.GroupChannels < FewestChannels);
        PlaceStep = Slides ? PlaceStep : p.FilterWidth;
        Pairs = !Slides && manyRegisters && p.GroupFilters > 2 * lanes ? 2 : 1;
        Width = Slides && !manyRegisters ? lanes : 2 * Pairs * lanes;
        MostPlaces = !Slides ? 1 : Math.Min((p.FilterWidth + PlaceStep - 1) / PlaceStep, p.GroupChannels > 2 ? 3 : 5);
        MostChannels = !Slides && !manyRegisters ? 6 : MostChannelsOf(Slides ? MostPlaces : Pairs);

        BlockedX = x == ActivationLayout.Nchw16c;
        BlockedDy = dy == ActivationLayout.Nchw16c;
        PixelStepW = BlockedDy ? Block : Math.Max(Width, Block);
        BandRows = Math.Clamp(BandPixels * FilterLanes / Math.Max(Width, FilterLanes) / p.OutWidth, 1, p.OutHeight);
        pixelStep = BlockedX ? Block : 1;
        ChannelStep = BlockedX ? 1 : p.Plane;
        StepX = p.StrideW * pixelStep;
        RowStepX = (nint)p.StrideH * p.Width * pixelStep;
        OneRow = p is { FilterWidth: 1, StrideH: 1, StrideW: 1, PadLeft: 0 } && p.OutWidth == p.Width;
    }

    public bool BlockedX { get; }

    public bool BlockedDy { get; }

    /// <summary>Whether places share input columns, and tiles take several (<see cref="Sliding"/>).</summary>
    public bool Slides { get; }

    /// <summary>From one place of a tile to the next; the window's width where a tile takes one place.</summary>
    public int PlaceStep { get; }

    public int MostPlaces { get; }

    public int MostChannels { get; }

    /// <summary>Pairs of vectors of a tile of one place, at most.</summary>
    public int Pairs { get; }

    /// <summary>Filters of a strip.</summary>
    public int Width { get; }

    /// <summary>Rows of a band of outputs: a hundred pixels or two, whose gradients stay in the nearest cache.</summary>
    public int BandRows { get; }

    /// <summary>Whether a band's rows are one long row: windows of one place, side by side.</summary>
    public bool OneRow { get; }

    /// <summary>From one output to the next, and from one row of them, in the input.</summary>
    public nint StepX { get; }

    public nint RowStepX { get; }

    /// <summary>From one output to the next in its gradients.</summary>
    public int PixelStepW { get; }

    /// <summary>From one channel of a tile to the next, in floats.</summary>
    public nint ChannelStep { get; }

    /// <summary>Where a channel begins, from the image's first.</summary>
    public nint Channel(in ConvProblem p, int c) => BlockedX ? (nint)(c / Block) * Block * p.Plane + c % Block : (nint)c * p.Plane;

    /// <summary>Where a filter's gradients begin, from an image's or a strip's first.</summary>
    public nint Gradients(in ConvProblem p, int filter) => BlockedDy ? (nint)(filter / Block) * Block * p.OutPlane + filter % Block : filter;

    /// <summary>Where an image begins, each group of an image counted as one.</summary>
    public nint Image(in ConvProblem p, nint image) =>
        image * (BlockedX ? BlockedActivations.Blocks(p.GroupChannels) * Block : p.GroupChannels) * p.Plane;

    /// <summary>Where a place of the window of the first output of a row is; it may be padding.</summary>
    public nint Pixel(in ConvProblem p, int row, int fy, int fx) =>
        ((nint)(row * p.StrideH - p.PadTop + fy * p.DilationH) * p.Width - p.PadLeft + fx * p.DilationW) * pixelStep;

    /// <summary>The output rows of [top, bottom) whose tap in a row of the window is no padding.</summary>
    public static (int Top, int Bottom) Rows(in ConvProblem p, int fy, int top, int bottom)
    {
        var (from, to) = p.AxisH.OutputsOf(fy);
        return (Math.Max(top, from), Math.Min(bottom, to));
    }

    /// <summary>
    /// The steps of a row, [First, Last), in which a tile of so many places from fx on sees a column of the input, not padding:
    /// in step n its first place is seen by output n, its second by output n − 1, ….
    /// </summary>
    public static (int First, int Last) Columns(in ConvProblem p, int fx, int places) =>
        (p.AxisW with { Outputs = p.OutWidth + places - 1 }).OutputsOf(fx);

    // As many channels as 32 registers hold for so many places or pairs by two vectors of filters, beside the gradients of each
    // and an input number; or 16 registers for one vector.
    private static int MostChannelsOf(int places) => places switch { 1 => 8, 2 => 6, 3 => 4, _ => 2 };
}
