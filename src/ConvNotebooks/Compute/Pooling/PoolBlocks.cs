using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Pooling of blocked activations (<see cref="ActivationLayout.Nchw16c"/>): a lane is a channel of the block, lane 0 the
/// block's first, so that every window goes by whole vectors at any size and stride.
/// </summary>
/// <param name="p">The sizes.</param>
/// <param name="x">Input, blocked.</param>
/// <param name="output">What is stored: <see cref="PooledValues{TPooling}"/>, or <see cref="BlockedSwitches"/>.</param>
internal readonly unsafe struct PoolBlocks<TOutput>(in PoolProblem p, float* x, TOutput output) : IRoutine
    where TOutput : unmanaged, IPoolOutput
{
    private const int Block = PackedFilters.Block;

    private readonly PoolProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (PoolProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, Output = output };
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
        var output = ((nint)block * p.OutPlane + (nint)oy * p.OutWidth) * Block;
        var line = job->X + ((nint)block * p.Plane + (nint)top * p.Width) * Block;
        for (var ox = 0; ox < p.OutWidth; ox++, output += Block)
        {
            var (left, right) = p.Columns(ox);
            for (var lane = 0; lane < Block; lane += L.Count)
                job->Output.Store<L, V>(line + left * Block + lane, bottom - top, right - left, (nint)p.Width * Block, Block, 1, output + lane);
        }
    }

    private struct Job
    {
        public PoolProblem* P;
        public float* X;
        public TOutput Output;
    }
}
