using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Max pooling that also says where each maximum came from, a row of outputs at a time: a lane is an output column, lane 0 the
/// leftmost. Beside the maximum each lane keeps the pixel's distance from the window's first, a whole number as a float. Columns
/// whose windows lie wholly inside go by vectors, then by four, then one by one; the others one by one. Equals
/// <see cref="PoolReference.Max"/>.
/// </summary>
internal readonly unsafe struct PoolSwitches(in PoolProblem p, float* x, float* y, int* switches) : IRoutine
{
    /// <summary>Distances are exact up to here.</summary>
    public const int LargestDistance = 1 << 24;

    private readonly PoolProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (PoolProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, Y = y, Switches = switches };
            (job.InsideFrom, job.InsideTo) = p.AxisW.Whole();
            Workers.For(p.Planes, &Plane<L, V>, &job, (long)p.OutputLength * p.WindowHeight * p.WindowWidth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plane<L, V>(void* state, int plane)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        for (var oy = 0; oy < p.OutHeight; oy++)
        {
            var (top, bottom) = p.Rows(oy);
            var output = ((nint)plane * p.OutHeight + oy) * p.OutWidth;
            var row = new Row
            {
                First = (int)((nint)plane * p.Plane + (nint)top * p.Width),
                Count = bottom - top,
                Y = job->Y + output,
                Switches = job->Switches + output,
            };
            for (var ox = 0; ox < job->InsideFrom; ox++)
                Border(job, row, ox);
            var next = Inside<L, V>(job, row, job->InsideFrom);
            if (L.Count > 4)
                next = Inside<Lanes128, System.Runtime.Intrinsics.Vector128<float>>(job, row, next);
            next = Inside<Lanes1, float>(job, row, next);
            for (; next < p.OutWidth; next++)
                Border(job, row, next);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Inside<L, V>(Job* job, in Row row, int ox)
        where L : ILanes<V>
        where V : unmanaged
    {
        ref readonly var p = ref *job->P;
        for (; ox + L.Count <= job->InsideTo; ox += L.Count)
            Window<L, V>(job, row, ox, ox * p.StrideW - p.PadLeft, p.WindowWidth, p.StrideW);
        return ox;
    }

    private static void Border(Job* job, in Row row, int ox)
    {
        var (left, right) = job->P->Columns(ox);
        Window<Lanes1, float>(job, row, ox, left, right - left, 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Window<L, V>(Job* job, in Row row, int ox, int left, int columns, int stride)
        where L : ILanes<V>
        where V : unmanaged
    {
        float* y = row.Y + ox;
        var switches = row.Switches + ox;
        if (row.Count <= 0 || columns <= 0)
        {
            // Windows of nothing but padding: all columns of a row without rows, single columns otherwise.
            L.Store(L.Broadcast(0), y);
            for (var lane = 0; lane < L.Count; lane++)
                switches[lane] = -1;
            return;
        }

        var x = job->X + row.First + left;
        var winner = L.Broadcast(0);
        var value = L.LoadEvery(x, stride);
        for (var r = 0; r < row.Count; r++)
        {
            for (var column = r == 0 ? 1 : 0; column < columns; column++)
            {
                var distance = r * job->P->Width + column;
                BlockedSwitches.Next<L, V>(ref value, ref winner, L.LoadEvery(x + distance, stride), distance);
            }
        }

        L.Store(value, y);
        L.Store(winner, (float*)switches);
        for (var lane = 0; lane < L.Count; lane++)
            switches[lane] = row.First + left + lane * stride + (int)((float*)switches)[lane];
    }

    private struct Row
    {
        public int First, Count;
        public float* Y;
        public int* Switches;
    }

    private struct Job
    {
        public PoolProblem* P;
        public float* X, Y;
        public int* Switches;
        public int InsideFrom, InsideTo;
    }
}
