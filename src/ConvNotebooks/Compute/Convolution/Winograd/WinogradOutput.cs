using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The output's side of Winograd's F(4x4, 3x3): Y = Aᵀ M A of each tile's 36 sums, plus the bias, a lane per filter. From
/// [36, blocks of filters, tiles, 16] to blocked activations; outputs past the image's edge are dropped, and a pooling that follows
/// finds its squares in one tile.
/// </summary>
internal readonly unsafe struct WinogradOutput(in ConvProblem p, float* m, int firstTile, int tiles, float* bias, float* y, ConvStore store)
    : IRoutine
{
    private const int Block = PackedFilters.Block, Size = Conv2dWinograd.Size, Step = Conv2dWinograd.Step;

    private readonly ConvProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job { P = problem, From = m, Bias = bias, Y = y, FirstTile = firstTile, Tiles = tiles, Store = store };
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
        var place = (nint)blocks * job->Tiles * Block;
        var half = stackalloc float[Step * Size * Block];
        var whole = stackalloc float[Step * Step * Block];
        var biases = stackalloc float[Block];
        var rectify = (job->Store & ConvStore.Rectify) != 0;
        var pool = (job->Store & ConvStore.MaxPool) != 0 ? 2 : 1;
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
                    Transform<L, V>(from + column * place + lane, Size * place, half + column * L.Count, Size * L.Count);
                for (var row = 0; row < Step; row++)
                    Transform<L, V>(half + row * Size * L.Count, L.Count, whole + row * Step * L.Count, L.Count);
                var bias = L.Load(biases + lane);
                for (var row = 0; row < rows; row += pool)
                {
                    var pixel = whole + row * Step * L.Count;
                    var line = to + (nint)(row / pool) * width * Block + lane;
                    for (var column = 0; column < columns; column += pool, pixel += pool * L.Count, line += Block)
                    {
                        var value = Value<L, V>(pixel, bias, rectify);
                        if (pool == 2)
                        {
                            value = L.Larger(value, Value<L, V>(pixel + L.Count, bias, rectify));
                            value = L.Larger(value, Value<L, V>(pixel + Step * L.Count, bias, rectify));
                            value = L.Larger(value, Value<L, V>(pixel + (Step + 1) * L.Count, bias, rectify));
                        }

                        L.Store(value, line);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Value<L, V>(float* sum, V bias, bool rectify)
        where L : ILanes<V>
        where V : unmanaged
    {
        var value = L.Add(L.Load(sum), bias);
        return rectify ? L.Rectify(value) : value;
    }

    /// <summary>Aᵀ m along one axis.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform<L, V>(float* m, nint step, float* to, nint toStep)
        where L : ILanes<V>
        where V : unmanaged
    {
        V m0 = L.Load(m), m1 = L.Load(m + step), m2 = L.Load(m + 2 * step);
        V m3 = L.Load(m + 3 * step), m4 = L.Load(m + 4 * step), m5 = L.Load(m + 5 * step);
        V sum = L.Add(m1, m2), difference = L.Subtract(m1, m2);
        V sum2 = L.Add(m3, m4), difference2 = L.Subtract(m3, m4);
        L.Store(L.Add(L.Add(m0, sum), sum2), to);
        L.Store(L.FusedMultiplyAdd(L.Broadcast(2), difference2, difference), to + toStep);
        L.Store(L.FusedMultiplyAdd(L.Broadcast(4), sum2, sum), to + 2 * toStep);
        L.Store(L.Add(L.FusedMultiplyAdd(L.Broadcast(8), difference2, difference), m5), to + 3 * toStep);
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* From, Bias, Y;
        public int FirstTile, Tiles;
        public ConvStore Store;
    }
}
