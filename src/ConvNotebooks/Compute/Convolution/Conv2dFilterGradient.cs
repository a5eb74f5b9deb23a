using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The gradient with respect to the filters, with the register tiles of the convolution: a tile is a strip of filters (two
/// vectors) by a few channels at one place of the window, and its taps are the output's pixels. Every weight is one chain over
/// images, rows and columns; the work is split over filters and channels alone. Activations come blocked, every group of every
/// image as an image of its own. Equals <see cref="Conv2dGradientReference.Filters"/>.
/// </summary>
internal readonly unsafe struct Conv2dFilterGradient(in ConvProblem p, float* x, float* dy, float* dw) : IRoutine
{
    private const int Block = PackedFilters.Block;
    private const int BandPixels = 256, SumRowsInCache = 288, Parts = 8;

    private readonly ConvProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var bandRows = Math.Clamp(BandPixels / p.OutWidth, 1, p.OutHeight);
        var tableLength = bandRows * p.OutWidth;
        var taps = (Tap*)Scratch.Floats(2L * p.FilterWidth * tableLength, Scratch.Use.Table);
        for (var fx = 0; fx < p.FilterWidth; fx++)
            FillTable(taps + fx * tableLength, fx, bandRows);

        var channelBlocks = BlockedActivations.Blocks(p.GroupChannels);
        var strips = (p.GroupFilters + 2 * L.Count - 1) / (2 * L.Count);
        var blocksPerPart = Math.Clamp(SumRowsInCache / (Block * p.WindowTaps), 1, Math.Max(1, p.Groups * strips * channelBlocks / Parts));
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job
            {
                P = problem,
                X = x,
                Dy = dy,
                Dw = dw,
                Taps = taps,
                BandRows = bandRows,
                Strips = strips,
                BlocksPerPart = Math.Min(blocksPerPart, channelBlocks),
                AlongRows = IsAlongRows(p),
            };
            job.ChannelParts = (channelBlocks + job.BlocksPerPart - 1) / job.BlocksPerPart;
            Workers.For(p.Groups * strips * job.ChannelParts, &Part<L, V>, &job, p.MultiplyAdds);
        }
    }

    /// <summary>The pixels of a band of rows that one column of the window sees inside the image, from the band's first row.</summary>
    private void FillTable(Tap* taps, int fx, int bandRows)
    {
        var (from, to) = Seen(fx * p.DilationW, p.OutWidth, p.Width, p.StrideW, p.PadLeft);
        for (var row = 0; row < bandRows; row++)
            for (var ox = from; ox < to; ox++)
                *taps++ = new((row * p.StrideH * p.Width + ox * p.StrideW) * Block, (row * p.OutWidth + ox) * Block);
    }

    /// <summary>The outputs along an axis whose tap at this offset is inside the input: first, and one past the last.</summary>
    private static (int From, int To) Seen(int offset, int outputs, int inputs, int stride, int pad)
    {
        var from = Math.Max(0, (pad - offset + stride - 1) / stride);
        var last = inputs - 1 + pad - offset;
        var to = last < 0 ? 0 : Math.Min(outputs, last / stride + 1);
        return (Math.Min(from, to), to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (rest, channelPart) = Math.DivRem(part, job->ChannelParts);
        var (g, strip) = Math.DivRem(rest, job->Strips);
        var width = 2 * L.Count;
        var filter = strip * width;
        var filters = Math.Min(width, p.GroupFilters - filter);
        var firstChannel = channelPart * job->BlocksPerPart * Block;
        var channels = Math.Min(job->BlocksPerPart * Block, p.GroupChannels - firstChannel);

        var sums = Scratch.Floats((long)channels * p.WindowTaps * width);
        new Span<float>(sums, channels * p.WindowTaps * width).Clear();
        var tile = new Tile { XStep = 1, Resume = true, YStep = p.WindowTaps * width };
        for (var n = 0; n < p.Batch; n++)
        {
            var image = (nint)n * p.Groups + g;
            var x = job->X + (image * BlockedActivations.Blocks(p.GroupChannels) * Block + firstChannel) * p.Plane;
            var dy = job->Dy + (image * BlockedActivations.Blocks(p.GroupFilters) + filter / Block) * p.OutPlane * Block + filter % Block;
            for (var row = 0; row < p.OutHeight; row += job->BandRows)
            {
                if (job->AlongRows)
                    BandAlongRows<L, V>(job, &tile, x, dy, sums, channels, filters > L.Count, row);
                else
                    Band<L, V>(job, &tile, x, dy, sums, channels, filters > L.Count, row);
            }
        }

        var to = job->Dw + ((nint)g * p.GroupFilters + filter) * p.Taps + (nint)firstChannel * p.WindowTaps;
        Transpose.ToPlanes(sums, width, channels * p.WindowTaps, filters, to, p.Taps);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Band<L, V>(Job* job, Tile* tile, float* x, float* dy, float* sums, int channels, bool two, int row)
        where L : ILanes<V>
        where V : unmanaged
    {
        ref readonly var p = ref *job->P;
        var width = 2 * L.Count;
        var rowEnd = Math.Min(row + job->BandRows, p.OutHeight);
        for (var c = 0; c < channels;)
        {
            // A tile's channels lie side by side: within one block.
            var left = Math.Min(Block, channels - c / Block * Block) - c % Block;
            var tiles = (left + L.TileRows - 1) / L.TileRows;
            var rows = (left + tiles - 1) / tiles;
            for (var fy = 0; fy < p.FilterHeight; fy++)
            {
                var (top, bottom) = Seen(fy * p.DilationH, p.OutHeight, p.Height, p.StrideH, p.PadTop);
                (top, bottom) = (Math.Max(top, row), Math.Min(bottom, rowEnd));
                if (top >= bottom)
                    continue;
                tile->W0 = dy + (nint)top * p.OutWidth * Block;
                tile->W1 = tile->W0 + (L.Count == Block ? (nint)p.OutPlane * Block : L.Count);
                for (var fx = 0; fx < p.FilterWidth; fx++)
                {
                    var (from, to) = Seen(fx * p.DilationW, p.OutWidth, p.Width, p.StrideW, p.PadLeft);
                    var pixel = (nint)(top * p.StrideH - p.PadTop + fy * p.DilationH) * p.Width - p.PadLeft + fx * p.DilationW;
                    tile->X = x + (nint)(c / Block) * Block * p.Plane + pixel * Block + c % Block;
                    tile->Taps = job->Taps + fx * job->BandRows * p.OutWidth;
                    tile->TapCount = (bottom - top) * (to - from);
                    tile->Y0 = sums + ((nint)c * p.WindowTaps + fy * p.FilterWidth + fx) * width;
                    tile->Y1 = tile->Y0 + L.Count;
                    TileRoutines<L, V, WholeTaps>.Run(tile, rows, two);
                }
            }

            c += rows;
        }
    }

    /// <summary>
    /// Whether the places of a window's row make better tiles than channels: there are more of them, and padding cuts none off,
    /// so that all see the same pixels. First layers are like that.
    /// </summary>
    private static bool IsAlongRows(in ConvProblem p) => p.GroupChannels < Math.Min(p.FilterWidth, Block)
        && Seen(0, p.OutWidth, p.Width, p.StrideW, p.PadLeft) == (0, p.OutWidth)
        && Seen((p.FilterWidth - 1) * p.DilationW, p.OutWidth, p.Width, p.StrideW, p.PadLeft) == (0, p.OutWidth);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BandAlongRows<L, V>(Job* job, Tile* tile, float* x, float* dy, float* sums, int channels, bool two, int row)
        where L : ILanes<V>
        where V : unmanaged
    {
        ref readonly var p = ref *job->P;
        var width = 2 * L.Count;
        var rowEnd = Math.Min(row + job->BandRows, p.OutHeight);
        var tiles = (p.FilterWidth + L.TileRows - 1) / L.TileRows;
        tile->XStep = p.DilationW * Block;
        tile->YStep = width;
        tile->Taps = job->Taps;
        for (var c = 0; c < channels; c++)
        {
            for (var fy = 0; fy < p.FilterHeight; fy++)
            {
                var (top, bottom) = Seen(fy * p.DilationH, p.OutHeight, p.Height, p.StrideH, p.PadTop);
                (top, bottom) = (Math.Max(top, row), Math.Min(bottom, rowEnd));
                if (top >= bottom)
                    continue;
                tile->W0 = dy + (nint)top * p.OutWidth * Block;
                tile->W1 = tile->W0 + (L.Count == Block ? (nint)p.OutPlane * Block : L.Count);
                tile->TapCount = (bottom - top) * p.OutWidth;
                for (var t = 0; t < tiles; t++)
                {
                    var (fx, end) = (t * p.FilterWidth / tiles, (t + 1) * p.FilterWidth / tiles);
                    var pixel = (nint)(top * p.StrideH - p.PadTop + fy * p.DilationH) * p.Width - p.PadLeft + fx * p.DilationW;
                    tile->X = x + pixel * Block + c;
                    tile->Y0 = sums + ((nint)c * p.WindowTaps + fy * p.FilterWidth + fx) * width;
                    tile->Y1 = tile->Y0 + L.Count;
                    TileRoutines<L, V, WholeTaps>.Run(tile, end - fx, two);
                }
            }
        }
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* X, Dy, Dw;
        public Tap* Taps;
        public int BandRows, Strips, BlocksPerPart, ChannelParts;
        public bool AlongRows;
    }
}
