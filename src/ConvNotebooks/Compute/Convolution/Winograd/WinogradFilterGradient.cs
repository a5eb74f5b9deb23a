using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The gradient with respect to the filters by Winograd's F(4x4, 3x3), the adjoint of its forward form: dw = Gᵀ S G with
/// S = Σ (Bᵀ d B) · (A dY Aᵀ) over all tiles, in each of 36 places a product of matrices with the register tiles of the
/// convolution: lane 0 is the strip's first filter, a row is a channel, and the taps are tiles. A part of the work is a run of tiles
/// for some blocks of channels and filters; its sums are chains over its tiles in order, and the gradients of the parts are added in
/// order. Where parts begin follows from the shape. The sum of a tile's output gradients, which is the bias' share, is one of
/// its 36 places.
/// </summary>
/// <param name="p">The convolution's sizes.</param>
/// <param name="x">Input, blocked.</param>
/// <param name="dy">Gradient of the output, blocked.</param>
/// <param name="dw">Gradient of the filters, overwritten.</param>
/// <param name="db">Gradient of the biases, overwritten; null to leave out.</param>
internal readonly unsafe struct WinogradFilterGradient(in ConvProblem p, float* x, float* dy, float* dw, float* db) : IRoutine
{
    private const int Block = PackedFilters.Block, Size = Conv2dWinograd.Size, Taps = 9, SumPlace = Size + 1;

    // Blocks whose sums a near cache holds beside the tiles' numbers, and tiles that are worth a part, or go together.
    private const int BlocksTogether = 4, Parts = 8, FewestTiles = 56, BytesAtATime = 576 * 1024, MostTiles = 64, LeastTiles = 16;

    private readonly ConvProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, Dy = dy, Dw = dw, Db = db };
            (job.Channels, job.Filters) = (BlockedActivations.Blocks(p.Channels), BlockedActivations.Blocks(p.Filters));
            (job.ChannelRuns, job.FilterRuns) = ((job.Channels + BlocksTogether - 1) / BlocksTogether, (job.Filters + BlocksTogether - 1) / BlocksTogether);
            var (down, across) = Conv2dWinograd.Tiles(p);
            job.Tiles = p.Batch * down * across;
            job.TileRuns = Math.Clamp(job.Tiles / FewestTiles, 1, (Parts + job.ChannelRuns * job.FilterRuns - 1) / (job.ChannelRuns * job.FilterRuns));
            job.Partial = Scratch.Floats(job.TileRuns * job.PartialLength, Scratch.Use.Table);
            Workers.For(job.TileRuns * job.ChannelRuns * job.FilterRuns, &Part<L, V>, &job, p.MultiplyAdds);
            Workers.For(job.Filters * job.Channels, &Add<L, V>, &job, job.TileRuns * job.PartialLength);
            if (db != null)
                AddBiases(&job);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (rest, filterRun) = Math.DivRem(part, job->FilterRuns);
        var (tileRun, channelRun) = Math.DivRem(rest, job->ChannelRuns);
        var channels = (First: channelRun * job->Channels / job->ChannelRuns, End: (channelRun + 1) * job->Channels / job->ChannelRuns);
        var filters = (First: filterRun * job->Filters / job->FilterRuns, End: (filterRun + 1) * job->Filters / job->FilterRuns);
        var (first, end) = ((int)((long)tileRun * job->Tiles / job->TileRuns), (int)((long)(tileRun + 1) * job->Tiles / job->TileRuns));
        var (depth, width) = ((channels.End - channels.First) * Block, (filters.End - filters.First) * Block);

        // Runs of one length at most, as many tiles as a near cache holds.
        var most = Math.Clamp(BytesAtATime / (sizeof(float) * Conv2dWinograd.Places * (depth + width)), LeastTiles, MostTiles);
        var runs = (end - first + most - 1) / most;
        var longest = (end - first + runs - 1) / runs;
        var v = Scratch.Floats(Conv2dWinograd.Places * Conv2dWinograd.PlaceLength(depth, longest), Scratch.Use.WinogradInput);
        var d = Scratch.Floats(Conv2dWinograd.Places * Conv2dWinograd.PlaceLength(width, longest), Scratch.Use.WinogradOutput);
        var sums = new Sums { Channels = Math.Min(depth, p.Channels - channels.First * Block), Filters = width, Place = (nint)depth * width + Block };
        sums.Floats = Scratch.Floats(Conv2dWinograd.Places * sums.Place);
        var partial = job->Partial + tileRun * job->PartialLength;
        var biases = channelRun == 0 && job->Db != null ? partial + (job->PartialLength - job->Filters * Block) + filters.First * Block : null;
        if (biases != null)
            new Span<float>(biases, width).Clear();
        for (var run = 0; run < runs; run++)
        {
            var (from, to) = (first + (int)((long)run * (end - first) / runs), first + (int)((long)(run + 1) * (end - first) / runs));
            WinogradInput.Transform<L, V>(p, job->X, channels, from, to - from, v);
            WinogradOutputGradient.Transform<L, V>(p, job->Dy, filters, from, to - from, d);
            Multiply<L, V>(sums, v, d, to - from, run > 0);
            for (var filter = 0; filter < width && biases != null; filter += L.Count)
                AddTiles<L, V>(d + SumPlace * Conv2dWinograd.PlaceLength(width, to - from) + (nint)(filter / Block) * (to - from) * Block + filter % Block, to - from, biases + filter);
        }

        for (var block = filters.First; block < filters.End; block++)
        {
            for (var c = 0; c < sums.Channels; c++)
            {
                var to = partial + (((nint)block * p.Channels) + channels.First * Block + c) * Taps * Block;
                for (var lane = 0; lane < Block; lane += L.Count)
                    Back<L, V>(sums.Floats + (nint)c * width + (block - filters.First) * Block + lane, sums.Place, to + lane);
            }
        }
    }

    /// <summary>Adds the products of a few tiles to the sums, or begins them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<L, V>(in Sums sums, float* v, float* d, int tiles, bool resume)
        where L : ILanes<V>
        where V : unmanaged
    {
        var taps = stackalloc Tap[MostTiles];
        for (var i = 0; i < tiles; i++)
            taps[i] = new(i * Block, i * Block);
        var zeros = stackalloc float[Block];
        var tile = new Tile { Taps = taps, TapCount = tiles, XStep = 1, YStep = sums.Filters, Bias0 = zeros, Bias1 = zeros, Resume = resume };
        var second = L.Count == Block ? (nint)tiles * Block : L.Count;
        for (var place = 0; place < Conv2dWinograd.Places; place++)
        {
            for (var filter = 0; filter < sums.Filters; filter += 2 * L.Count)
            {
                tile.W0 = d + (nint)(filter / Block) * tiles * Block + filter % Block;
                tile.W1 = tile.W0 + second;
                var two = sums.Filters - filter > L.Count;
                for (var c = 0; c < sums.Channels;)
                {
                    var left = Math.Min(Block, sums.Channels - c / Block * Block) - c % Block;
                    var few = (left + L.TileRows - 1) / L.TileRows;
                    var rows = (left + few - 1) / few;
                    tile.X = v + (nint)(c / Block) * tiles * Block + c % Block;
                    tile.Y0 = sums.Floats + place * sums.Place + (nint)c * sums.Filters + filter;
                    tile.Y1 = tile.Y0 + L.Count;
                    TileRoutines<L, V, WholeTaps>.Run(&tile, rows, two);
                    c += rows;
                }
            }

            v += Conv2dWinograd.PlaceLength((sums.Channels + Block - 1) / Block * Block, tiles);
            d += Conv2dWinograd.PlaceLength(sums.Filters, tiles);
        }
    }

    /// <summary>Gᵀ S G of one vector of filters and one channel: from 36 places to nine taps, 16 filters each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Back<L, V>(float* sums, nint place, float* to)
        where L : ILanes<V>
        where V : unmanaged
    {
        var half = stackalloc float[3 * Size * Block];
        for (var column = 0; column < Size; column++)
            Axis<L, V>(sums + column * place, Size * place, half + column * L.Count, Size * L.Count);
        for (var row = 0; row < 3; row++)
            Axis<L, V>(half + row * Size * L.Count, L.Count, to + row * 3 * Block, Block);
    }

    /// <summary>Gᵀ s along one axis.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Axis<L, V>(float* s, nint step, float* to, nint toStep)
        where L : ILanes<V>
        where V : unmanaged
    {
        V s0 = L.Load(s), s1 = L.Load(s + step), s2 = L.Load(s + 2 * step), s3 = L.Load(s + 3 * step), s4 = L.Load(s + 4 * step), s5 = L.Load(s + 5 * step);
        V even = L.Add(s1, s2), even2 = L.Add(s3, s4);
        L.Store(L.FusedMultiplyAdd(L.Broadcast(1f / 4), s0, L.FusedMultiplyAdd(L.Broadcast(-1f / 6), even, L.Multiply(L.Broadcast(1f / 24), even2))), to);
        L.Store(L.FusedMultiplyAdd(L.Broadcast(1f / 6), L.Subtract(s2, s1), L.Multiply(L.Broadcast(1f / 12), L.Subtract(s3, s4))), to + toStep);
        L.Store(L.FusedMultiplyAdd(L.Broadcast(1f / 6), L.Subtract(even2, even), s5), to + 2 * toStep);
    }

    /// <summary>Adds a block of filters' gradients of all parts, in order, and stores them; 16 channels at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (block, channels) = Math.DivRem(part, job->Channels);
        var count = Math.Min(Block, p.Channels - channels * Block) * Taps;
        var from = job->Partial + ((nint)block * p.Channels + channels * Block) * Taps * Block;
        for (var i = 0; i < count * Block; i += L.Count)
        {
            var sum = L.Load(from + i);
            for (var run = 1; run < job->TileRuns; run++)
                sum = L.Add(sum, L.Load(from + run * job->PartialLength + i));
            L.Store(sum, from + i);
        }

        var to = job->Dw + (nint)block * Block * p.Taps + channels * Block * Taps;
        Transpose.ToPlanes(from, Block, count, Math.Min(Block, p.Filters - block * Block), to, p.Taps);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTiles<L, V>(float* gradients, int tiles, float* to)
        where L : ILanes<V>
        where V : unmanaged
    {
        var sum = L.Load(to);
        for (var tile = 0; tile < tiles; tile++)
            sum = L.Add(sum, L.Load(gradients + tile * Block));
        L.Store(sum, to);
    }

    private static void AddBiases(Job* job)
    {
        var from = job->Partial + job->PartialLength - job->Filters * Block;
        for (var filter = 0; filter < job->P->Filters; filter++)
        {
            job->Db[filter] = from[filter];
            for (var run = 1; run < job->TileRuns; run++)
                job->Db[filter] += from[run * job->PartialLength + filter];
        }
    }

    private struct Sums
    {
        public float* Floats;
        public int Channels, Filters;
        public nint Place;
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* X, Dy, Dw, Db, Partial;
        public int Channels, Filters, ChannelRuns, FilterRuns, Tiles, TileRuns;

        /// <summary>Numbers that a run of tiles gives: the filters' gradients, then the biases'.</summary>
        public readonly nint PartialLength => ((nint)P->Channels * Taps + 1) * Filters * Block;
    }
}
