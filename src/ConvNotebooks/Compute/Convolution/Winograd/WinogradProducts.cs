using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The middle of Winograd's F(4x4, 3x3): in each of the 36 places the transformed tiles are multiplied by the transformed filters
/// and summed over channels, with the register tiles of the convolution: lane 0 is the strip's first filter, a row a tile. Every
/// sum is one chain over channels from 0. From [36, blocks of channels, tiles, 16] to [36, blocks of filters, tiles, 16].
/// </summary>
/// <param name="p">The convolution's sizes.</param>
/// <param name="v">Transformed tiles.</param>
/// <param name="tiles">How many.</param>
/// <param name="packed">Transformed filters.</param>
/// <param name="m">Sums, overwritten.</param>
internal readonly unsafe struct WinogradProducts(in ConvProblem p, float* v, int tiles, PackedFilters packed, float* m) : IRoutine
{
    private const int Block = PackedFilters.Block;

    // Weights of two vectors of filters that the nearest cache holds beside the tiles' numbers.
    private const int ChannelsTogether = 256, MostRunsAhead = 32;

    private readonly ConvProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var filters = BlockedActivations.Blocks(p.Filters) * Block;

        // Channels by fours have tiles of their own, with strips of up to four vectors.
        var pointwise = p.Channels % 4 == 0;
        var strips = pointwise ? FilterStrips.Wide(filters, L.Count) : new(filters, L.Count, 2);
        var job = new Job
        {
            V = v,
            M = m,
            U = packed.Pointer,
            Taps = (Tap*)Scratch.Floats(2L * ChannelsTogether, Scratch.Use.Table),
            Channels = p.Channels,
            Tiles = tiles,
            Strips = strips,
            Pointwise = pointwise,
            BlockLength = packed.BlockLength,
            UPlace = Conv2dWinograd.PlaceLength(p.Filters, p.Channels),
            VPlace = Conv2dWinograd.PlaceLength(p.Channels, tiles),
            MPlace = Conv2dWinograd.PlaceLength(p.Filters, tiles),
        };
        for (var c = 0; c < Math.Min(p.Channels, ChannelsTogether); c++)
            job.Taps[c] = new(c / Block * tiles * Block + c % Block, c * Block);
        Workers.For(Conv2dWinograd.Places * strips.Count, &Strip<L, V>, &job, (long)Conv2dWinograd.Places * tiles * p.Channels * p.Filters);
        GC.KeepAlive(packed);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strip<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        var (place, strip) = Math.DivRem(part, job->Strips.Count);
        var (filter, filters) = job->Strips[strip];
        var vectors = job->Strips.VectorsOf(filters);
        var zeros = stackalloc float[4 * Block];
        new Span<float>(zeros, 4 * Block).Clear();
        var tile = new Tile { Taps = job->Taps, XStep = Block, YStep = Block, Plane = job->Tiles, Bias0 = zeros, Bias1 = zeros + Block };
        tile.YVector = L.Count == Block ? (nint)job->Tiles * Block : L.Count;
        var most = job->Strips.TileRows(L.TileRows);
        var runs = (job->Tiles + most - 1) / most;
        for (var c = 0; c < job->Channels; c += ChannelsTogether)
        {
            var channels = Math.Min(ChannelsTogether, job->Channels - c);
            tile.TapCount = channels;
            tile.W0 = Filters(job, place, filter) + (nint)c * Block;
            tile.W1 = tile.W0 + (L.Count == Block ? job->BlockLength : L.Count);
            tile.Resume = c > 0;

            // Few tiles go through many weights: each asks for its share of those that come next, or the first would wait for all.
            var later = c + channels < job->Channels ? tile.W0 + (nint)channels * Block
                : part + 1 < Conv2dWinograd.Places * job->Strips.Count
                    ? Filters(job, (part + 1) / job->Strips.Count, job->Strips[(part + 1) % job->Strips.Count].First)
                : null;
            var asking = later != null && runs <= MostRunsAhead * job->Strips.Most / 2;
            nint asked = 0, block = (nint)sizeof(float) * Block * channels, share = vectors * block / runs;
            tile.AheadStep = asking ? share / channels : 0;
            for (var run = 0; run < runs; run++, asked += share)
            {
                var (from, end) = (run * job->Tiles / runs, (run + 1) * job->Tiles / runs);
                tile.X = job->V + place * job->VPlace + ((nint)c * job->Tiles + (nint)from * Block);
                tile.Y0 = job->M + place * job->MPlace + ((nint)(filter / Block) * job->Tiles + from) * Block + filter % Block;
                tile.Y1 = tile.Y0 + tile.YVector;
                var blocks = asked / block;
                tile.Ahead = asking ? (byte*)(later + blocks * job->BlockLength) + (asked - blocks * block) : (byte*)tile.W0;
                if (job->Pointwise)
                    PointwiseTileRoutines<L, V, Size16>.Run(&tile, end - from, vectors);
                else
                    TileRoutines<L, V, WholeTapsAhead>.Run(&tile, end - from, vectors > 1);
            }
        }
    }

    private static float* Filters(Job* job, int place, int filter) =>
        job->U + place * job->UPlace + (nint)(filter / Block) * job->BlockLength + filter % Block;

    private struct Job
    {
        public float* V, U, M;
        public Tap* Taps;
        public FilterStrips Strips;
        public bool Pointwise;
        public int Channels, Tiles, BlockLength;
        public nint UPlace, VPlace, MPlace;
    }
}
