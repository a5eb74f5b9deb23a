using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The output's side of Winograd's F(4x4, 3x3): Y = Aᵀ M A of each tile's 36 sums, plus the bias, a lane per filter. From
/// [36, blocks of filters, tiles, 16] to blocked activations; outputs past the image's edge are dropped, and a pooling that follows
/// finds its squares in one tile.
/// </summary>
internal readonly unsafe struct WinogradOutput(
    in ConvProblem p, float* m, int firstTile, int tiles, float* bias, float* y, ConvStore store, float* beside) : IRoutine
{
    private const int Block = PackedFilters.Block, Size = Conv2dWinograd.Size, Step = Conv2dWinograd.Step;

    private readonly ConvProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job { P = problem, From = m, Bias = bias, Y = y, Beside = beside, FirstTile = firstTile, Tiles = tiles, Store = store };
            var parts = Conv2dWinograd.Stretches(tiles) * BlockedActivations.Blocks(p.Filters);
            Workers.For(parts, &Stretch<L, V>, &job, (long)tiles * Conv2dWinograd.Places * p.Filters);
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
        var blocks = BlockedActivations.Blocks(p.Filters);
        var place = Conv2dWinograd.PlaceLength(p.Filters, job->Tiles);
        var half = stackalloc float[Step * Size * Block];
        var biases = stackalloc float[Block];
        var rectify = (job->Store & ConvStore.Rectify) != 0;
        var pool = (job->Store & ConvStore.MaxPool) != 0 ? 2 : 1;
        var mask = (job->Store & ConvStore.Mask) != 0;
        var width = p.OutWidth / pool;
        for (var lane = 0; lane < Block; lane++)
            biases[lane] = job->Bias != null && block * Block + lane < p.Filters ? job->Bias[block * Block + lane] : 0;

        var last = Math.Min((stretch + 1) * Conv2dWinograd.Stretch, job->Tiles);
        for (var tile = stretch * Conv2dWinograd.Stretch; tile < last; tile++)
        {
            var (n, ty, tx) = Conv2dWinograd.Place(p, job->FirstTile + tile);
            var (rows, columns) = (Math.Min(Step, p.OutHeight - ty * Step), Math.Min(Step, p.OutWidth - tx * Step));
            var from = job->From + ((nint)block * job->Tiles + tile) * Block;
            var to = job->Y + (((nint)n * blocks + block) * (p.OutPlane / pool / pool) + ((nint)ty * width + tx) * (Step / pool)) * Block;
            for (var lane = 0; lane < Block; lane += L.Count)
            {
                for (var column = 0; column < Size; column++)
                {
                    Transform<L, V>(from + column * place + lane, Size * place, out var h0, out var h1, out var h2, out var h3);
                    var down = half + column * L.Count;
                    L.Store(h0, down);
                    L.Store(h1, down + Size * L.Count);
                    L.Store(h2, down + 2 * Size * L.Count);
                    L.Store(h3, down + 3 * Size * L.Count);
                }

                var bias = L.Load(biases + lane);
                for (var row = 0; row < rows; row += pool)
                {
                    var line = to + (nint)(row / pool) * width * Block + lane;
                    var beside = job->Beside == null ? null : job->Beside + (line - job->Y);
                    var from0 = half + row * Size * L.Count;
                    Row<L, V>(from0, bias, rectify, out var a0, out var a1, out var a2, out var a3);
                    if (pool == 1)
                    {
                        Store<L, V>(a0, mask, beside, line);
                        if (columns > 1)
                            Store<L, V>(a1, mask, beside + Block, line + Block);
                        if (columns > 2)
                            Store<L, V>(a2, mask, beside + 2 * Block, line + 2 * Block);
                        if (columns > 3)
                            Store<L, V>(a3, mask, beside + 3 * Block, line + 3 * Block);
                        continue;
                    }

                    Row<L, V>(from0 + Size * L.Count, bias, rectify, out var b0, out var b1, out var b2, out var b3);
                    Largest<L, V>(a0, a1, b0, b1, beside, line);
                    if (columns > 2)
                        Largest<L, V>(a2, a3, b2, b3, beside == null ? null : beside + Block, line + Block);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<L, V>(V value, bool mask, float* beside, float* to)
        where L : ILanes<V>
        where V : unmanaged => L.Store(mask ? L.IfLess(L.Broadcast(0), L.Load(beside), value, L.Broadcast(0)) : value, to);

    /// <summary>The largest of a square, and where it was in the window if there is a place for that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Largest<L, V>(V value, V right, V below, V diagonal, float* winner, float* to)
        where L : ILanes<V>
        where V : unmanaged
    {
        if (winner == null)
        {
            L.Store(L.Larger(L.Larger(L.Larger(value, right), below), diagonal), to);
            return;
        }

        var place = L.Broadcast(0);
        BlockedSwitches.Next<L, V>(ref value, ref place, right, 1);
        BlockedSwitches.Next<L, V>(ref value, ref place, below, 2);
        BlockedSwitches.Next<L, V>(ref value, ref place, diagonal, 3);
        L.Store(value, to);
        L.Store(place, winner);
    }

    /// <summary>A row of four outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<L, V>(float* m, V bias, bool rectify, out V y0, out V y1, out V y2, out V y3)
        where L : ILanes<V>
        where V : unmanaged
    {
        Transform<L, V>(m, L.Count, out y0, out y1, out y2, out y3);
        (y0, y1, y2, y3) = (L.Add(y0, bias), L.Add(y1, bias), L.Add(y2, bias), L.Add(y3, bias));
        if (rectify)
            (y0, y1, y2, y3) = (L.Rectify(y0), L.Rectify(y1), L.Rectify(y2), L.Rectify(y3));
    }

    /// <summary>Aᵀ m along one axis.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform<L, V>(float* m, nint step, out V y0, out V y1, out V y2, out V y3)
        where L : ILanes<V>
        where V : unmanaged
    {
        V m0 = L.Load(m), m1 = L.Load(m + step), m2 = L.Load(m + 2 * step);
        V m3 = L.Load(m + 3 * step), m4 = L.Load(m + 4 * step), m5 = L.Load(m + 5 * step);
        V sum = L.Add(m1, m2), difference = L.Subtract(m1, m2);
        V sum2 = L.Add(m3, m4), difference2 = L.Subtract(m3, m4);
        y0 = L.Add(L.Add(m0, sum), sum2);
        y1 = L.FusedMultiplyAdd(L.Broadcast(2), difference2, difference);
        y2 = L.FusedMultiplyAdd(L.Broadcast(4), sum2, sum);
        y3 = L.Add(L.FusedMultiplyAdd(L.Broadcast(8), difference2, difference), m5);
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* From, Bias, Y, Beside;
        public int FirstTile, Tiles;
        public ConvStore Store;
    }
}
