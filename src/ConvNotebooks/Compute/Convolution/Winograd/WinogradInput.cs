using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The input's side of Winograd's F(4x4, 3x3): V = Bᵀ d B of each 6x6 tile d, a lane per channel. From blocked activations to
/// [36, blocks of channels, tiles, 16]. Pixels outside the image are 0.
/// </summary>
internal readonly unsafe struct WinogradInput(in ConvProblem p, float* x, int firstTile, int tiles, float* v) : IRoutine
{
    private const int Block = PackedFilters.Block, Size = Conv2dWinograd.Size, Step = Conv2dWinograd.Step;

    private readonly ConvProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, To = v, FirstTile = firstTile, Tiles = tiles };
            var parts = Conv2dWinograd.Stretches(tiles) * BlockedActivations.Blocks(p.Channels);
            Workers.For(parts, &Stretch<L, V>, &job, (long)tiles * Conv2dWinograd.Places * p.Channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Stretch<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (block, stretch) = Math.DivRem(part, Conv2dWinograd.Stretches(job->Tiles));
        var blocks = BlockedActivations.Blocks(p.Channels);
        var place = (nint)blocks * job->Tiles * Block;
        var half = stackalloc float[Size * Size * Block];
        var cut = stackalloc float[Size * Size * Block];
        var present = Math.Min(Block, p.Channels - block * Block);
        var last = Math.Min((stretch + 1) * Conv2dWinograd.Stretch, job->Tiles);
        for (var tile = stretch * Conv2dWinograd.Stretch; tile < last; tile++)
        {
            var (n, ty, tx) = Conv2dWinograd.Place(p, job->FirstTile + tile);
            var (top, left) = (ty * Step - p.PadTop, tx * Step - p.PadLeft);
            var inside = top >= 0 && left >= 0 && top + Size <= p.Height && left + Size <= p.Width;
            var image = job->X + ((nint)n * blocks + block) * p.Plane * Block;
            var from = inside ? image + ((nint)top * p.Width + left) * Block : cut;
            nint row = inside ? p.Width * Block : Size * Block;
            if (!inside)
                Cut(p, image, top, left, cut);

            var to = job->To + ((nint)block * job->Tiles + tile) * Block;
            for (var lane = 0; lane < Block; lane += L.Count)
            {
                if (lane >= present)
                {
                    Clear<L, V>(to + lane, place);
                    continue;
                }

                for (var column = 0; column < Size; column++)
                    Transform<L, V>(from + column * Block + lane, row, half + column * L.Count, Size * L.Count);
                for (var i = 0; i < Size; i++)
                    Transform<L, V>(half + i * Size * L.Count, L.Count, to + i * Size * place + lane, place);
            }
        }
    }

    /// <summary>The tile's pixels, those outside the image 0.</summary>
    private static void Cut(in ConvProblem p, float* image, int top, int left, float* cut)
    {
        var tile = new Span<float>(cut, Size * Size * Block);
        tile.Clear();
        var (from, to) = (Math.Max(0, -left), Math.Min(Size, p.Width - left));
        for (var y = Math.Max(0, -top); y < Math.Min(Size, p.Height - top) && from < to; y++)
        {
            new Span<float>(image + ((nint)(top + y) * p.Width + left + from) * Block, (to - from) * Block)
                .CopyTo(tile[((y * Size + from) * Block)..]);
        }
    }

    /// <summary>Absent channels are 0, whatever was left in their lanes: their filters are 0, and 0 times infinity is not.</summary>
    private static void Clear<L, V>(float* to, nint place)
        where L : ILanes<V>
        where V : unmanaged
    {
        for (var i = 0; i < Conv2dWinograd.Places; i++)
            L.Store(L.Broadcast(0), to + i * place);
    }

    /// <summary>Bᵀ d along one axis.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform<L, V>(float* d, nint step, float* to, nint toStep)
        where L : ILanes<V>
        where V : unmanaged
    {
        V d0 = L.Load(d), d1 = L.Load(d + step), d2 = L.Load(d + 2 * step);
        V d3 = L.Load(d + 3 * step), d4 = L.Load(d + 4 * step), d5 = L.Load(d + 5 * step);
        V four = L.Broadcast(4), five = L.Broadcast(-5), minusFour = L.Broadcast(-4);
        L.Store(L.FusedMultiplyAdd(four, d0, L.FusedMultiplyAdd(five, d2, d4)), to);
        V even = L.FusedMultiplyAdd(minusFour, d2, d4), odd = L.FusedMultiplyAdd(minusFour, d1, d3);
        L.Store(L.Add(even, odd), to + toStep);
        L.Store(L.Subtract(even, odd), to + 2 * toStep);
        even = L.Subtract(d4, d2);
        odd = L.Subtract(d3, d1);
        odd = L.Add(odd, odd);
        L.Store(L.Add(even, odd), to + 3 * toStep);
        L.Store(L.Subtract(even, odd), to + 4 * toStep);
        L.Store(L.FusedMultiplyAdd(four, d1, L.FusedMultiplyAdd(five, d3, d5)), to + 5 * toStep);
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* X, To;
        public int FirstTile, Tiles;
    }
}
