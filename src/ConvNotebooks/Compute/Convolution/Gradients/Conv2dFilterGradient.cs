using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The gradient with respect to the filters, in register tiles (<see cref="WindowTileRoutine{L, V, P, C, F, S}"/>) of a few
/// channels at neighbouring places of a window's row by two vectors of a strip of filters (lane 0 is the strip's first filter), or
/// at one place by two pairs of vectors. Every weight is one chain over images, rows and columns; the work is split over filters,
/// channels and rows of the window. The pixels of dy are turned a band at a time, so that a strip's filters lie side by side,
/// unless they come blocked: each part turns its own, because what another processor has just written takes longer to fetch. The
/// gradient with respect to the biases comes along: the sums of the same pixels in the same order. Equals
/// <see cref="Conv2dGradientReference"/>.
/// </summary>
/// <param name="p">The convolution's sizes.</param>
/// <param name="x">Input.</param>
/// <param name="xLayout">The input's layout; every group of every image is blocked as an image of its own.</param>
/// <param name="dy">Gradient of the output.</param>
/// <param name="dyLayout">Its layout, likewise.</param>
/// <param name="dw">Gradient of the filters, overwritten.</param>
/// <param name="db">Gradient of the biases, overwritten; null to leave out.</param>
internal readonly unsafe struct Conv2dFilterGradient(
    in ConvProblem p, float* x, ActivationLayout xLayout, float* dy, ActivationLayout dyLayout, float* dw, float* db) : IRoutine
{
    private const int Block = PackedFilters.Block;
    private const int SumRowsInCache = 512, NumbersInCache = 512 * 1024, FarNumbers = 256 * 1024;
    private const int Parts = 8, FewestRows = 8, FewestRowsTurned = 32;

    private readonly ConvProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        // A pointwise convolution's gradient is a matrix product: the smaller side is the one to turn.
        var swapped = p is { WindowTaps: 1, Groups: 1, StrideH: 1, StrideW: 1, PadTop: 0, PadLeft: 0 } && p.Plane == p.OutPlane
            && p.Channels < p.Filters && xLayout == ActivationLayout.Nchw && dyLayout == ActivationLayout.Nchw;
        var q = swapped ? p with { Channels = p.Filters, Filters = p.Channels } : p;
        var grid = new FilterGradientGrid(q, xLayout, dyLayout, L.Count, L.TileRows > 6);
        var job = new Job { P = &q, Grid = &grid, X = swapped ? dy : x, Dy = swapped ? x : dy, Dw = dw, Db = swapped ? null : db, Swapped = swapped };
        job.Divide(xLayout == ActivationLayout.Nchw16c ? Block : FewestRows, dyLayout == ActivationLayout.Nchw ? FewestRowsTurned : 1);
        Workers.For(q.Groups * job.Strips * job.ChannelParts * job.RowParts, &Part<L, V>, &job, q.MultiplyAdds);
        if (swapped && db != null)
            new Conv2dBiasGradient(p, dy, db).Run<L, V>();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        ref readonly var grid = ref *job->Grid;
        var (rest, rowPart) = Math.DivRem(part, job->RowParts);
        (rest, var channelPart) = Math.DivRem(rest, job->ChannelParts);
        var (g, strip) = Math.DivRem(rest, job->Strips);
        var width = grid.Width;
        var filter = strip * width;
        var filters = Math.Min(width, p.GroupFilters - filter);
        var firstChannel = channelPart * job->ChannelsPerPart;
        var channels = Math.Min(job->ChannelsPerPart, p.GroupChannels - firstChannel);

        var band = new Band { Channels = channels, Vectors = (filters + L.Count - 1) / L.Count };
        (band.FirstRow, band.EndRow) = (rowPart * p.FilterHeight / job->RowParts, (rowPart + 1) * p.FilterHeight / job->RowParts);
        (band.SecondStep, band.PairStep) = (grid.Gradients(p, filter + L.Count), grid.Gradients(p, filter + 2 * L.Count));
        (band.SecondStep, band.PairStep) = (band.SecondStep - grid.Gradients(p, filter), band.PairStep - grid.Gradients(p, filter));
        var bandPixels = grid.BandRows * p.OutWidth;
        band.Places = (band.EndRow - band.FirstRow) * p.FilterWidth;
        band.Sums = Scratch.Floats((long)(channels * band.Places + 1) * width + (long)bandPixels * grid.PixelStepW);
        var biases = band.Sums + (nint)channels * band.Places * width;
        var turned = biases + width;
        new Span<float>(biases, width).Clear();
        if (filters < width)
            new Span<float>(turned, bandPixels * grid.PixelStepW).Clear();
        for (var n = 0; n < p.Batch; n++)
        {
            var image = (nint)n * p.Groups + g;
            band.X = job->X + grid.Image(p, image) + grid.Channel(p, firstChannel);
            for (var row = 0; row < p.OutHeight; row += grid.BandRows)
            {
                (band.Top, band.Bottom) = (row, Math.Min(row + grid.BandRows, p.OutHeight));
                if (grid.BlockedDy)
                {
                    band.W = job->Dy + image * BlockedActivations.Blocks(p.GroupFilters) * p.OutPlane * Block + grid.Gradients(p, filter)
                        + (nint)row * p.OutWidth * Block;
                }
                else
                {
                    var from = job->Dy + (image * p.GroupFilters + filter) * p.OutPlane + (nint)row * p.OutWidth;
                    Transpose.ToPlanes(from, p.OutPlane, filters, (band.Bottom - row) * p.OutWidth, turned, grid.PixelStepW);
                    band.W = turned;
                }

                if (job->Db != null && channelPart + rowPart == 0)
                    AddBiases<L, V>(band, (band.Bottom - row) * p.OutWidth, grid.PixelStepW, biases);
                Multiply<L, V>(job, band, n + row > 0);
            }
        }

        Store(job, band, g, filter, filters, firstChannel);
        if (job->Db != null && channelPart + rowPart == 0)
            new Span<float>(biases, filters).CopyTo(new(job->Db + g * p.GroupFilters + filter, filters));
    }

    /// <summary>Adds a band's gradients to the sums, a pair of vectors of filters after the other, pixel by pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBiases<L, V>(in Band band, int pixels, nint step, float* sums)
        where L : ILanes<V>
        where V : unmanaged
    {
        for (var vector = 0; vector < band.Vectors; vector += 2, sums += 2 * L.Count)
        {
            var two = vector + 1 < band.Vectors;
            var first = L.Load(sums);
            var second = two ? L.Load(sums + L.Count) : first;
            var w0 = band.W + vector / 2 * band.PairStep;
            var w1 = two ? w0 + band.SecondStep : w0;
            for (var pixel = 0; pixel < pixels; pixel++, w0 += step, w1 += step)
            {
                first = L.Add(first, L.Load(w0));
                second = L.Add(second, L.Load(w1));
            }

            L.Store(first, sums);
            if (two)
                L.Store(second, sums + L.Count);
        }
    }

    /// <summary>Adds a band's pixels to the chains of a part's weights, or begins the chains with them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<L, V>(Job* job, in Band band, bool resume)
        where L : ILanes<V>
        where V : unmanaged
    {
        ref readonly var p = ref *job->P;
        ref readonly var grid = ref *job->Grid;
        var tile = new WindowTile
        {
            XRowStep = grid.RowStepX,
            XStep = grid.StepX,
            ChannelStep = grid.ChannelStep,
            WRowStep = p.OutWidth * grid.PixelStepW,
            WStep = grid.PixelStepW,
            SecondStep = band.SecondStep,
            PairStep = band.PairStep,
            SumPlaceStep = grid.Slides ? grid.PlaceStep * grid.Width : 2 * L.Count,
            SumChannelStep = band.Places * grid.Width,
            Resume = resume,
        };
        for (var c = 0; c < band.Channels;)
        {
            var left = grid.BlockedX ? Math.Min(Block, band.Channels - c / Block * Block) - c % Block : band.Channels - c;
            var tiles = (left + grid.MostChannels - 1) / grid.MostChannels;
            var channels = (left + tiles - 1) / tiles;
            for (var fy = band.FirstRow; fy < band.EndRow; fy++)
            {
                for (var phase = 0; phase < grid.PlaceStep; phase++)
                {
                    var places = (p.FilterWidth - phase + grid.PlaceStep - 1) / grid.PlaceStep;
                    var runs = (places + grid.MostPlaces - 1) / grid.MostPlaces;
                    for (var run = 0; run < runs; run++)
                    {
                        var (from, end) = (run * places / runs, (run + 1) * places / runs);
                        Multiply<L, V>(job, band, tile, c, channels, fy, phase + from * grid.PlaceStep, end - from);
                    }
                }
            }

            c += channels;
        }
    }

    /// <summary>The same for a few channels at a few places; where no pixel sees them the chains begin all the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<L, V>(Job* job, in Band band, WindowTile tile, int c, int channels, int fy, int fx, int places)
        where L : ILanes<V>
        where V : unmanaged
    {
        ref readonly var p = ref *job->P;
        ref readonly var grid = ref *job->Grid;
        var (top, bottom) = FilterGradientGrid.Rows(p, fy, band.Top, band.Bottom);
        (tile.First, tile.Last) = FilterGradientGrid.Columns(p, fx, places);
        (tile.Rows, tile.Pixels) = (tile.First < tile.Last ? Math.Max(bottom - top, 0) : 0, p.OutWidth);
        if (tile.Rows == 0 && tile.Resume)
            return;
        if (grid.OneRow)
            (tile.Rows, tile.Pixels, tile.Last) = (1, tile.Rows * tile.Pixels, tile.Rows * tile.Pixels);
        tile.X = band.X + grid.Channel(p, c) + grid.Pixel(p, top, fy, fx);
        tile.W = band.W + (nint)(top - band.Top) * tile.WRowStep;
        tile.Sums = band.Sums + ((nint)c * band.Places + (fy - band.FirstRow) * p.FilterWidth + fx) * grid.Width;
        var pairs = band.Vectors == 2 * grid.Pairs ? grid.Pairs : 1;
        for (var vector = 0; vector < band.Vectors; vector += 2 * pairs, tile.W += band.PairStep, tile.Sums += 2 * L.Count)
            WindowTileRoutines<L, V>.Run(&tile, grid.Slides ? places : pairs, channels, Math.Min(band.Vectors - vector, 2), grid.Slides);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Store(Job* job, in Band band, int g, int filter, int filters, int firstChannel)
    {
        ref readonly var p = ref *job->P;
        var width = job->Grid->Width;
        var to = job->Dw + ((nint)g * p.GroupFilters + filter) * p.Taps + (nint)firstChannel * p.WindowTaps + band.FirstRow * p.FilterWidth;
        if (job->Swapped)
        {
            for (var c = 0; c < band.Channels; c++)
                new Span<float>(band.Sums + c * width, filters).CopyTo(new(job->Dw + (nint)(firstChannel + c) * p.Filters + filter, filters));
        }
        else if (job->RowParts == 1)
            Transpose.ToPlanes(band.Sums, width, band.Channels * p.WindowTaps, filters, to, p.Taps, p.FilterLength > FarNumbers);
        else
        {
            for (var c = 0; c < band.Channels; c++)
                Transpose.ToPlanes(band.Sums + c * band.Places * width, width, band.Places, filters, to + c * p.WindowTaps, p.Taps);
        }
    }

    private struct Job
    {
        public ConvProblem* P;
        public FilterGradientGrid* Grid;
        public float* X, Dy, Dw, Db;
        public int Strips, ChannelsPerPart, ChannelParts, RowParts;
        public bool Swapped;

        /// <summary>Whether a few strips of filters have large windows in few channels.</summary>
        public readonly bool InFewWindows => P->Channels < FilterGradientGrid.FewestChannels && P->FilterHeight > 3
            && P->Groups * Strips is > 1 and < Parts && P->OutputLength <= NumbersInCache;

        /// <summary>
        /// Divides the channels by what a cache holds of their sums, or finer where that makes few parts, and the window by its
        /// rows where there is still one, or into a few groups of its rows where there are few; each with a few rows of sums at least.
        /// </summary>
        public void Divide(int channelsTogether, int fewestRows)
        {
            Strips = (P->GroupFilters + Grid->Width - 1) / Grid->Width;
            var strips = P->Groups * Strips;
            var most = Math.Max(1, SumRowsInCache / P->WindowTaps);
            var fewest = (fewestRows + P->WindowTaps - 1) / P->WindowTaps;
            var channels = Math.Max(fewest, Math.Clamp((strips * P->GroupChannels + Parts - 1) / Parts, 1, most));
            channels = (channels + channelsTogether - 1) / channelsTogether * channelsTogether;
            ChannelParts = (P->GroupChannels + channels - 1) / channels;
            ChannelsPerPart = channelsTogether == Block ? channels : (P->GroupChannels + ChannelParts - 1) / ChannelParts;
            RowParts = strips * ChannelParts == 1 ? Math.Clamp(P->Taps / fewestRows, 1, P->FilterHeight)
                : InFewWindows ? Math.Min(P->FilterHeight, (Parts + strips - 1) / strips)
                : 1;
        }
    }

    /// <summary>A band of output rows of one image, [Top, Bottom), and the rows of the window that a part computes.</summary>
    private struct Band
    {
        public float* X, W, Sums;
        public nint SecondStep, PairStep;
        public int Channels, Vectors, Places, FirstRow, EndRow, Top, Bottom;
    }
}
