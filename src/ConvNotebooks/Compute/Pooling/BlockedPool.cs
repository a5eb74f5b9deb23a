using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Pooling of blocked activations (<see cref="ActivationLayout.Nchw16c"/>): a lane is a channel of the block, lane 0 the
/// block's first, so that every window goes by whole vectors at any size and stride. Equals <see cref="PoolReference"/>.
/// </summary>
internal readonly unsafe struct BlockedPool<TPooling>(in PoolProblem p, float* x, float* y, bool includePadding) : IRoutine
    where TPooling : IPooling
{
    private const int Block = PackedFilters.Block;

    private readonly PoolProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (PoolProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, Y = y, IncludePadding = includePadding };
            var rows = p.Batch * BlockedActivations.Blocks(p.Channels) * p.OutHeight;
            Workers.For(rows, &Row<L, V>, &job, (long)rows * p.OutWidth * Block * p.WindowHeight * p.WindowWidth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (block, oy) = Math.DivRem(part, p.OutHeight);
        var (top, bottom) = p.Rows(oy);
        var y = job->Y + ((nint)block * p.OutPlane + (nint)oy * p.OutWidth) * Block;
        var line = job->X + ((nint)block * p.Plane + (nint)top * p.Width) * Block;
        for (var ox = 0; ox < p.OutWidth; ox++, y += Block)
        {
            var (left, right) = p.Columns(ox);
            for (var lane = 0; lane < Block; lane += L.Count)
                L.Store(Window<L, V>(job, line + left * Block + lane, bottom - top, right - left), y + lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Window<L, V>(Job* job, float* x, int rows, int columns)
        where L : ILanes<V>
        where V : unmanaged
    {
        if (rows <= 0 || columns <= 0)
            return L.Broadcast(0);
        var value = TPooling.First<L, V>(L.Load(x));
        var column = 1;
        for (var row = 0; row < rows; row++, column = 0, x += (nint)job->P->Width * Block)
            for (; column < columns; column++)
                value = TPooling.Next<L, V>(value, L.Load(x + column * Block));
        return TPooling.Finish<L, V>(value, job->IncludePadding ? job->P->WindowHeight * job->P->WindowWidth : rows * columns);
    }

    private struct Job
    {
        public PoolProblem* P;
        public float* X, Y;
        public bool IncludePadding;
    }
}
