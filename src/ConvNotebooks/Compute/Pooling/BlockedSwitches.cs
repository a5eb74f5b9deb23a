using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Max pooling of blocked activations (<see cref="ActivationLayout.Nchw16c"/>) that also says where each maximum came from: beside
/// the maximum each lane, a channel of the block, keeps the place in the window, row by row, as a whole number in a float; −1 for
/// a window of nothing but padding. Equals <see cref="PoolReference.Max"/>.
/// </summary>
internal readonly unsafe struct BlockedSwitches(in PoolProblem p, float* x, float* y, float* switches) : IRoutine
{
    private const int Block = PackedFilters.Block;

    private readonly PoolProblem p = p;

    /// <summary>Goes on to the next pixel of a window: a larger one wins, and a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Next<L, V>(ref V value, ref V winner, V pixel, int place)
        where L : ILanes<V>
        where V : unmanaged
    {
        // A NaN is neither below 1 nor above 0.
        var unlessNaN = L.IfLess(pixel, L.Broadcast(1), winner, L.IfLess(L.Broadcast(0), pixel, winner, L.Broadcast(place)));
        winner = L.IfLess(value, pixel, L.Broadcast(place), unlessNaN);
        value = L.Larger(value, pixel);
    }

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (PoolProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, Y = y, Switches = switches };
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
        for (var ox = 0; ox < p.OutWidth; ox++, output += Block)
        {
            var (left, right) = p.Columns(ox);
            var x = job->X + ((nint)block * p.Plane + (nint)top * p.Width + left) * Block;
            var none = top >= bottom || left >= right;
            for (var lane = 0; lane < Block; lane += L.Count)
            {
                V value = none ? L.Broadcast(0) : L.Load(x + lane), winner = L.Broadcast(none ? -1 : 0);
                var line = x + lane;
                for (var row = 0; row < bottom - top && !none; row++, line += (nint)p.Width * Block)
                    for (var column = row == 0 ? 1 : 0; column < right - left; column++)
                        Next<L, V>(ref value, ref winner, L.Load(line + column * Block), row * (right - left) + column);
                L.Store(value, job->Y + output + lane);
                L.Store(winner, job->Switches + output + lane);
            }
        }
    }

    private struct Job
    {
        public PoolProblem* P;
        public float* X, Y, Switches;
    }
}
