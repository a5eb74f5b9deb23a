using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ConvNotebooks.Routines;

/// <summary>
/// The gradient with respect to the filters of a 3x3 convolution that a max pooling of 2x2 squares follows: a quarter of its
/// outputs at most have a gradient that is not 0, and only these are multiplied (<see cref="WinnerLists"/>,
/// <see cref="WinnerTileRoutine{L, V, F}"/>). A lane is a channel, lane 0 a vector's first. Every weight is one chain over images,
/// rows and columns, as in <see cref="Conv2dFilterGradient"/>; images go by bands of rows, each copied with its padding as zeros.
/// Equals <see cref="Conv2dGradientReference"/> where all numbers are finite, but for the sign of a weight's 0: products with 0 change
/// nothing else. Where some are not, it says so and leaves the work to the dense routine.
/// </summary>
/// <param name="p">The convolution's sizes.</param>
/// <param name="x">Input, blocked.</param>
/// <param name="dy">What comes back through the pooling.</param>
/// <param name="dw">Gradient of the filters, overwritten.</param>
/// <param name="db">Gradient of the biases, overwritten; null to leave out.</param>
/// <param name="finite">Set to false where an input or a gradient is not finite.</param>
internal readonly unsafe struct Conv2dPooledFilterGradient(in ConvProblem p, float* x, PooledGradient dy, float* dw, float* db, bool* finite) : IRoutine
{
    private const int Block = PackedFilters.Block, BlocksTogether = 2, Places = 9, Parts = 8, FewestFilters = 4;

    // Numbers of a band of the input, of two blocks: half of a near cache.
    private const int BandNumbers = 7 * 1024;

    private readonly ConvProblem p = p;

    /// <summary>Whether it computes a problem, and sooner than all pixels are: dense 3x3 windows, channels for a vector, and lists worth beginning.</summary>
    public static bool Computes(in ConvProblem p) =>
        p is { Groups: 1, FilterHeight: 3, FilterWidth: 3, StrideH: 1, StrideW: 1, DilationH: 1, DilationW: 1, Channels: >= Block, OutPlane: >= 64 };

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (ConvProblem* problem = &p)
        {
            *finite = true;
            var job = new Job { P = problem, X = x, Dy = dy, Dw = dw, Db = db, Finite = finite };
            var rowStep = (p.OutWidth + 2) * Block;
            var most = (BandNumbers / BlocksTogether / rowStep - 2) / 2;
            job.BandRows = Math.Clamp(most, 1, p.OutHeight / 2);
            var runs = (BlockedActivations.Blocks(p.Channels) + BlocksTogether - 1) / BlocksTogether;
            var filterBlocks = BlockedActivations.Blocks(p.Filters);
            job.ChannelParts = Math.Clamp((Parts + filterBlocks - 1) / filterBlocks, 1, runs);
            job.Runs = runs;

            // A part for every thread, at the cost of copying bands for each: it changes no chain.
            job.FiltersPerPart = Block;
            while (job.FiltersPerPart > FewestFilters && filterBlocks * job.ChannelParts * (Block / job.FiltersPerPart) < Compute.Threads)
                job.FiltersPerPart /= 2;
            job.FilterParts = (p.Filters + job.FiltersPerPart - 1) / job.FiltersPerPart;
            Workers.For(job.FilterParts * job.ChannelParts, &Part<L, V>, &job, p.MultiplyAdds / 4);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (filterPart, channelPart) = Math.DivRem(part, job->ChannelParts);
        var filter = filterPart * job->FiltersPerPart;
        var filters = Math.Min(job->FiltersPerPart, p.Filters - filter);
        var blocks = BlockedActivations.Blocks(p.Channels);
        var firstBlock = channelPart * job->Runs / job->ChannelParts * BlocksTogether;
        var endBlock = Math.Min((channelPart + 1) * job->Runs / job->ChannelParts * BlocksTogether, blocks);
        int pooledWidth = p.OutWidth / 2, pooledRows = p.OutHeight / 2, columns = p.OutWidth + 2;
        var planeLength = (nint)(2 * job->BandRows + 2) * columns * Block;
        var sumsLength = (nint)(endBlock - firstBlock) * Block * filters * WinnerTile.Sums;

        var memory = Scratch.Floats(BlocksTogether * planeLength + sumsLength + WinnerLists.Length(job->BandRows, pooledWidth));
        var sums = memory + BlocksTogether * planeLength;
        var lists = new WinnerLists(sums + sumsLength, job->BandRows, pooledWidth, columns * Block);
        new Span<float>(sums, (int)sumsLength).Clear();
        var finite = true;
        for (var n = 0; n < p.Batch; n++)
        {
            var dyBlock = ((nint)n * BlockedActivations.Blocks(p.Filters) + filter / Block) * pooledRows * pooledWidth * Block;
            for (var row = 0; row < pooledRows; row += job->BandRows)
            {
                var rows = Math.Min(job->BandRows, pooledRows - row);
                var at = dyBlock + (nint)row * pooledWidth * Block;
                finite &= lists.Fill<L, V>(job->Dy.At(at), filter % Block, filters, rows);
                for (var block = firstBlock; block < endBlock; block += BlocksTogether)
                {
                    var together = Math.Min(BlocksTogether, endBlock - block);
                    finite &= PaddedBand.Copy<L, V>(job->X + ((nint)n * blocks + block) * p.Plane * Block, p.Height, p.Width, together,
                        2 * row - p.PadTop, 2 * rows + 2, -p.PadLeft, columns, memory);
                    var last = block + BlocksTogether >= endBlock;
                    Band<L, V>(lists, memory, (nint)(2 * rows + 2) * columns * Block, columns * Block, together, filters,
                        sums + (nint)(block - firstBlock) * Block * filters * WinnerTile.Sums,
                        Ahead(job, n, last ? row + job->BandRows : row, last ? firstBlock : block + BlocksTogether, endBlock));
                }
            }
        }

        if (!finite)
            *job->Finite = false;
        Store<L, V>(job, sums, filter, filters, firstBlock * Block, Math.Min(endBlock * Block, p.Channels));
    }

    /// <summary>Where the numbers are that are copied next: the rows of a band; those of the next image's first after an image's last.</summary>
    private static Region Ahead(Job* job, int n, int row, int block, int endBlock)
    {
        ref readonly var p = ref *job->P;
        if (row >= p.OutHeight / 2)
            (n, row) = (Math.Min(n + 1, p.Batch - 1), 0);
        var top = Math.Clamp(2 * row - p.PadTop, 0, p.Height);
        var bottom = Math.Clamp(2 * (row + job->BandRows) + 2 - p.PadTop, top, p.Height);
        var first = job->X + (((nint)n * BlockedActivations.Blocks(p.Channels) + block) * p.Plane + (nint)top * p.Width) * Block;
        return new(first, block + 1 < endBlock ? first + (nint)p.Plane * Block : first, (bottom - top) * p.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Band<L, V>(in WinnerLists lists, float* x, nint plane, int rowStep, int blocks, int filters, float* sums, Region ahead)
        where L : ILanes<V>
        where V : unmanaged
    {
        // As many chains as the registers hold beside a gradient and their sum.
        var two = L.TileRows >= Places;
        nint vectorStep = (nint)filters * WinnerTile.Sums * L.Count;
        var tile = new WinnerTile { RowStep = rowStep };
        var channels = blocks * Block;
        for (var c = 0; c < channels;)
        {
            var next = c + L.Count;
            var pair = two && next < channels;
            tile.To(x, plane, c, L.Count);
            var chains = sums + c / L.Count * vectorStep;
            for (var filter = 0; filter < filters; filter++)
            {
                if (c == 0 && Sse.IsSupported)
                {
                    for (int i = filter * ahead.Pixels / filters, end = (filter + 1) * ahead.Pixels / filters; i < end; i++)
                    {
                        Sse.Prefetch1(ahead.First + (nint)i * Block);
                        Sse.Prefetch1(ahead.Second + (nint)i * Block);
                    }
                }

                lists.To(ref tile, filter);
                tile.Places0 = chains + (nint)filter * WinnerTile.Sums * L.Count;
                tile.Places1 = tile.Places0 + vectorStep;
                if (pair)
                    WinnerTileRoutine<L, V, Size2>.Run(&tile);
                else
                    WinnerTileRoutine<L, V, Size1>.Run(&tile);
            }

            c = pair ? next + L.Count : next;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Store<L, V>(Job* job, float* sums, int filter, int filters, int firstChannel, int endChannel)
        where L : ILanes<V>
        where V : unmanaged
    {
        ref readonly var p = ref *job->P;
        for (var i = 0; i < filters; i++)
        {
            for (var c = firstChannel; c < endChannel; c++)
            {
                var (vector, lane) = Math.DivRem(c - firstChannel, L.Count);
                var from = sums + ((nint)vector * filters + i) * WinnerTile.Sums * L.Count + lane;
                var to = job->Dw + ((nint)(filter + i) * p.Channels + c) * Places;

                // A chain can end at −0 where products are too small for a number; one with zeros between them ends at +0.
                for (var place = 0; place < Places; place++)
                    to[place] = from[place * L.Count] + 0f;
                if (job->Db != null && c == 0)
                    job->Db[filter + i] = from[Places * L.Count];
            }
        }
    }

    /// <summary>Pixels side by side in two blocks.</summary>
    private readonly struct Region(float* first, float* second, int pixels)
    {
        public float* First => first;

        public float* Second => second;

        public int Pixels => pixels;
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* X, Dw, Db;
        public PooledGradient Dy;
        public bool* Finite;
        public int BandRows, Runs, ChannelParts, FiltersPerPart, FilterParts;
    }
}
