using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The gradient with respect to the filters, with the register tiles of the convolution: a tile is a strip of filters (two
/// vectors; lane 0 is the strip's first filter) by a few channels at one place of the window, or by a few places of a window's
/// row where there are few channels (<see cref="WindowTile"/>), and its taps are the output's pixels. Every weight is one chain
/// over images, rows and columns; the work is split over filters, channels and rows of the window. The pixels of dy are turned a
/// band at a time, so that a strip's filters lie side by side, unless they come blocked. The gradient with respect to the biases
/// comes along: the sums of the same pixels in the same order. Equals <see cref="Conv2dGradientReference"/>.
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
    private const int SumRowsInCache = 512, NumbersInCache = 512 * 1024, Parts = 8, FewestRows = 8, TurnedInParts = 96;

    private readonly ConvProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        // A pointwise convolution's gradient is a matrix product: the smaller side is the one to turn.
        var swapped = p is { WindowTaps: 1, Groups: 1, StrideH: 1, StrideW: 1, PadTop: 0, PadLeft: 0 } && p.Plane == p.OutPlane
            && p.Channels < p.Filters && xLayout == ActivationLayout.Nchw && dyLayout == ActivationLayout.Nchw;
        var q = swapped ? p with { Channels = p.Filters, Filters = p.Channels } : p;
        var width = 2 * L.Count;
        var job = new Job { P = &q, X = swapped ? dy : x, Dy = swapped ? x : dy, Dw = dw, Db = swapped ? null : db, Swapped = swapped };
        job.Strips = (q.GroupFilters + width - 1) / width;
        job.Divide(xLayout == ActivationLayout.Nchw16c ? Block : FewestRows);

        // Parts that share a strip's filters would each turn them; where each does much with them that is faster than to fetch what
        // another processor turned, and what a cache does not hold is better read as it is.
        var turnedOnce = job.ChannelParts * job.RowParts > 1 && q.OutputLength <= NumbersInCache && dyLayout == ActivationLayout.Nchw
            && job.ChannelsPerPart * q.WindowTaps / job.RowParts < TurnedInParts;
        if (turnedOnce)
        {
            var images = q.Batch * q.Groups;
            job.Dy = Scratch.Floats(BlockedActivations.Length(images, q.GroupFilters, q.OutPlane), Scratch.Use.Output);
            BlockedActivations.FromTensor(images, q.GroupFilters, q.OutPlane, swapped ? x : dy, job.Dy);
        }

        var grid = new FilterGradientGrid(q, xLayout, turnedOnce ? ActivationLayout.Nchw16c : dyLayout, L.TileRows, Math.Max(width, Block));
        job.Grid = &grid;
        job.Taps = (Tap*)Scratch.Floats(2L * grid.TapsLength, Scratch.Use.Table);
        grid.Fill(job.Taps);
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
        var width = 2 * L.Count;
        var filter = strip * width;
        var filters = Math.Min(width, p.GroupFilters - filter);
        var firstChannel = channelPart * job->ChannelsPerPart;
        var channels = Math.Min(job->ChannelsPerPart, p.GroupChannels - firstChannel);

        var band = new Band { Channels = channels, Two = filters > L.Count };
        (band.FirstRow, band.EndRow) = (rowPart * p.FilterHeight / job->RowParts, (rowPart + 1) * p.FilterHeight / job->RowParts);
        var bandPixels = grid.BandRows * p.OutWidth;
        band.Places = (band.EndRow - band.FirstRow) * p.FilterWidth;
        band.Sums = Scratch.Floats((long)(channels * band.Places + 1) * width + (long)bandPixels * grid.PixelStepW);
        var biases = band.Sums + (nint)channels * band.Places * width;
        var turned = biases + width;
        new Span<float>(band.Sums, (channels * band.Places + 1) * width).Clear();
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
                    band.W0 = job->Dy + (image * BlockedActivations.Blocks(p.GroupFilters) + filter / Block) * p.OutPlane * Block
                        + filter % Block + (nint)row * p.OutWidth * Block;
                    band.W1 = band.W0 + (L.Count == Block ? (nint)p.OutPlane * Block : L.Count);
                }
                else
                {
                    var from = job->Dy + (image * p.GroupFilters + filter) * p.OutPlane + (nint)row * p.OutWidth;
                    Transpose.ToPlanes(from, p.OutPlane, filters, (band.Bottom - row) * p.OutWidth, turned, grid.PixelStepW);
                    band.W0 = turned;
                    band.W1 = turned + L.Count;
                }

                if (job->Db != null && channelPart + rowPart == 0)
                    AddBiases<L, V>(band, (band.Bottom - row) * p.OutWidth, grid.PixelStepW, biases);
                if (grid.InWindows)
                    InWindows<L, V>(job, band);
                else
                    AcrossChannels<L, V>(job, band);
            }
        }

        Store(job, band, width, g, filter, filters, firstChannel);
        if (job->Db != null && channelPart + rowPart == 0)
            new Span<float>(biases, filters).CopyTo(new(job->Db + g * p.GroupFilters + filter, filters));
    }

    /// <summary>Adds a band's gradients to the sums of both vectors of filters, pixel by pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBiases<L, V>(in Band band, int pixels, nint step, float* sums)
        where L : ILanes<V>
        where V : unmanaged
    {
        var first = L.Load(sums);
        var second = L.Load(sums + L.Count);
        float* w0 = band.W0, w1 = band.Two ? band.W1 : w0;
        for (var pixel = 0; pixel < pixels; pixel++, w0 += step, w1 += step)
        {
            first = L.Add(first, L.Load(w0));
            second = L.Add(second, L.Load(w1));
        }

        L.Store(first, sums);
        L.Store(second, sums + L.Count);
    }

    /// <summary>Tiles of channels at each place of the window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AcrossChannels<L, V>(Job* job, in Band band)
        where L : ILanes<V>
        where V : unmanaged
    {
        ref readonly var p = ref *job->P;
        ref readonly var grid = ref *job->Grid;
        var width = 2 * L.Count;
        var tile = new Tile { XStep = grid.ChannelStep, Resume = true, YStep = band.Places * width };
        for (var c = 0; c < band.Channels;)
        {
            var left = grid.BlockedX ? Math.Min(Block, band.Channels - c / Block * Block) - c % Block : band.Channels - c;
            var tiles = (left + grid.MostRows - 1) / grid.MostRows;
            var rows = (left + tiles - 1) / tiles;
            for (var fy = band.FirstRow; fy < band.EndRow; fy++)
            {
                var (top, bottom) = FilterGradientGrid.Rows(p, fy, band.Top, band.Bottom);
                if (top >= bottom)
                    continue;
                tile.W0 = band.W0 + (nint)(top - band.Top) * p.OutWidth * grid.PixelStepW;
                tile.W1 = tile.W0 + (band.W1 - band.W0);
                for (var fx = 0; fx < p.FilterWidth; fx++)
                {
                    var seen = ConvColumns.Seen(p, fx);
                    tile.X = band.X + grid.Channel(p, c) + grid.Pixel(p, top, fy, fx);
                    tile.Taps = job->Taps + fx * grid.BandRows * p.OutWidth;
                    tile.TapCount = (bottom - top) * (seen.To - seen.From);
                    tile.Y0 = band.Sums + ((nint)c * band.Places + (fy - band.FirstRow) * p.FilterWidth + fx) * width;
                    tile.Y1 = tile.Y0 + L.Count;
                    TileRoutines<L, V, WholeTaps>.Run(&tile, rows, band.Two);
                }
            }

            c += rows;
        }
    }

    /// <summary>Tiles of the places of a window's row, each with all channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InWindows<L, V>(Job* job, in Band band)
        where L : ILanes<V>
        where V : unmanaged
    {
        ref readonly var p = ref *job->P;
        ref readonly var grid = ref *job->Grid;
        var width = 2 * L.Count;
        var most = WindowTileRoutines<L, V>.Places(p.Channels, band.Two);
        var tiles = (p.FilterWidth + most - 1) / most;
        var tile = new WindowTile
        {
            PlaneStep = p.Plane,
            XRowStep = p.StrideH * p.Width,
            XStep = p.StrideW,
            Width = p.Width,
            WRowStep = p.OutWidth * grid.PixelStepW,
            WStep = grid.PixelStepW,
            Pixels = p.OutWidth,
            SumPlaceStep = width,
            SumChannelStep = band.Places * width,
        };
        for (var fy = band.FirstRow; fy < band.EndRow; fy++)
        {
            var (top, bottom) = FilterGradientGrid.Rows(p, fy, band.Top, band.Bottom);
            if (top >= bottom)
                continue;
            tile.W0 = band.W0 + (nint)(top - band.Top) * tile.WRowStep;
            tile.W1 = tile.W0 + (band.W1 - band.W0);
            tile.Rows = bottom - top;
            for (var i = 0; i < tiles; i++)
            {
                var (fx, end) = (i * p.FilterWidth / tiles, (i + 1) * p.FilterWidth / tiles);
                tile.X = band.X + grid.Pixel(p, top, fy, fx);
                tile.Column = fx - p.PadLeft;
                tile.Sums0 = band.Sums + (nint)((fy - band.FirstRow) * p.FilterWidth + fx) * width;
                tile.Sums1 = tile.Sums0 + L.Count;
                WindowTileRoutines<L, V>.Run(&tile, end - fx, p.Channels, band.Two,
                    tile.Column < 0 || (p.OutWidth - 1) * p.StrideW + end - p.PadLeft > p.Width);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Store(Job* job, in Band band, int width, int g, int filter, int filters, int firstChannel)
    {
        ref readonly var p = ref *job->P;
        var to = job->Dw + ((nint)g * p.GroupFilters + filter) * p.Taps + (nint)firstChannel * p.WindowTaps + band.FirstRow * p.FilterWidth;
        if (job->Swapped)
        {
            for (var c = 0; c < band.Channels; c++)
                new Span<float>(band.Sums + c * width, filters).CopyTo(new(job->Dw + (nint)(firstChannel + c) * p.Filters + filter, filters));
        }
        else if (job->RowParts == 1)
            Transpose.ToPlanes(band.Sums, width, band.Channels * p.WindowTaps, filters, to, p.Taps);
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
        public Tap* Taps;
        public int Strips, ChannelsPerPart, ChannelParts, RowParts;
        public bool Swapped;

        /// <summary>Whether a few strips of filters have large windows in few channels.</summary>
        public readonly bool InFewWindows => P->Channels < FilterGradientGrid.FewestChannels && P->FilterHeight > 3
            && P->Groups * Strips is > 1 and < Parts && P->OutputLength <= NumbersInCache;

        /// <summary>
        /// Divides the channels by what a cache holds of their sums, or finer where that makes few parts, and the window by its
        /// rows where there is still one, or into a few groups of its rows where there are few.
        /// </summary>
        public void Divide(int channelsTogether)
        {
            var strips = P->Groups * Strips;
            var most = Math.Max(1, SumRowsInCache / P->WindowTaps);
            var channels = Math.Clamp((strips * P->GroupChannels + Parts - 1) / Parts, 1, most);
            channels = (channels + channelsTogether - 1) / channelsTogether * channelsTogether;
            ChannelParts = (P->GroupChannels + channels - 1) / channels;
            ChannelsPerPart = channelsTogether == Block ? channels : (P->GroupChannels + ChannelParts - 1) / ChannelParts;
            RowParts = strips * ChannelParts == 1 ? P->FilterHeight
                : InFewWindows ? Math.Min(P->FilterHeight, (Parts + strips - 1) / strips)
                : 1;
        }
    }

    /// <summary>A band of output rows of one image, [Top, Bottom), and the rows of the window that a part computes.</summary>
    private struct Band
    {
        public float* X, W0, W1, Sums;
        public int Channels, Places, FirstRow, EndRow, Top, Bottom;
        public bool Two;
    }
}
