using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The input's side of Winograd's F(4x4, 3x3): V = Bᵀ d B of each 6x6 tile d, a lane per channel. From blocked activations to
/// [36, blocks of channels, tiles, 16] (<see cref="Conv2dWinograd.PlaceLength"/>). Pixels outside the image
/// are 0; what becomes of absent channels nobody reads.
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
        var (block, stretch) = Math.DivRem(part, Conv2dWinograd.Stretches(job->Tiles));
        var place = Conv2dWinograd.PlaceLength(job->P->Channels, job->Tiles);
        var (from, end) = (stretch * Conv2dWinograd.Stretch, Math.Min((stretch + 1) * Conv2dWinograd.Stretch, job->Tiles));
        Tiles<L, V>(*job->P, job->X, block, job->FirstTile + from, end - from, job->To + ((nint)block * job->Tiles + from) * Block, place);
    }

    /// <summary>Transforms a few tiles of some blocks of channels, the first and one past the last, on this thread alone.</summary>
    public static void Transform<L, V>(in ConvProblem p, float* x, (int First, int End) blocks, int firstTile, int tiles, float* v)
        where L : ILanes<V>
        where V : unmanaged
    {
        var place = Conv2dWinograd.PlaceLength((blocks.End - blocks.First) * Block, tiles);
        for (var block = blocks.First; block < blocks.End; block++, v += (nint)tiles * Block)
            Tiles<L, V>(p, x, block, firstTile, tiles, v, place);
    }

    /// <summary>Tiles of one block of channels; v is where the first one's first place goes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tiles<L, V>(in ConvProblem p, float* x, int block, int firstTile, int tiles, float* v, nint place)
        where L : ILanes<V>
        where V : unmanaged
    {
        var blocks = BlockedActivations.Blocks(p.Channels);
        var half = stackalloc float[Size * Size * Block];
        var outside = stackalloc float[Size * Block];
        new Span<float>(outside, Size * Block).Clear();
        var lines = stackalloc float*[Size];
        var present = Math.Min(Block, p.Channels - block * Block);
        for (var tile = 0; tile < tiles; tile++)
        {
            var (n, ty, tx) = Conv2dWinograd.Place(p, firstTile + tile);
            var (top, left) = (ty * Step - p.PadTop, tx * Step - p.PadLeft);
            var (from, end) = (Math.Clamp(-left, 0, Size), Math.Clamp(p.Width - left, 0, Size));
            var image = x + (((nint)n * blocks + block) * p.Plane + left) * Block;
            for (var row = 0; row < Size; row++)
                lines[row] = (uint)(top + row) < (uint)p.Height ? image + (nint)(top + row) * p.Width * Block : outside;

            var to = v + (nint)tile * Block;
            for (var lane = 0; lane < present; lane += L.Count)
            {
                for (var column = 0; column < Size; column++)
                {
                    var at = column * Block + lane;
                    if (column >= from && column < end)
                    {
                        Axis<L, V>(lines[0] + at, lines[1] + at, lines[2] + at, lines[3] + at, lines[4] + at, lines[5] + at,
                            half + column * L.Count, Size * L.Count);
                    }
                    else
                        Axis<L, V>(outside, outside, outside, outside, outside, outside, half + column * L.Count, Size * L.Count);
                }

                for (var i = 0; i < Size; i++)
                {
                    var d = half + i * Size * L.Count;
                    Axis<L, V>(d, d + L.Count, d + 2 * L.Count, d + 3 * L.Count, d + 4 * L.Count, d + 5 * L.Count,
                        to + i * Size * place + lane, place);
                }
            }
        }
    }

    /// <summary>Bᵀ d along one axis.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Axis<L, V>(float* from0, float* from1, float* from2, float* from3, float* from4, float* from5, float* to, nint toStep)
        where L : ILanes<V>
        where V : unmanaged
    {
        V d0 = L.Load(from0), d1 = L.Load(from1), d2 = L.Load(from2);
        V d3 = L.Load(from3), d4 = L.Load(from4), d5 = L.Load(from5);
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
