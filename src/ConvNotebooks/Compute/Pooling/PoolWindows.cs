using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>How the pixels of a window become one number, for every vector width.</summary>
internal interface IPooling
{
    /// <summary>The value of a window of the first pixel alone.</summary>
    static abstract V First<L, V>(V pixel)
        where L : ILanes<V>
        where V : unmanaged;

    static abstract V Next<L, V>(V value, V pixel)
        where L : ILanes<V>
        where V : unmanaged;

    static abstract V Finish<L, V>(V value, float count)
        where L : ILanes<V>
        where V : unmanaged;
}

/// <summary>
/// Pooling of planes, a row of outputs at a time: a lane is an output column, lane 0 the leftmost. Columns whose windows lie
/// wholly inside go by vectors, then by four, then one by one; the others one by one. Equals <see cref="PoolReference"/>.
/// </summary>
internal readonly unsafe struct PoolWindows<TPooling>(in PoolProblem p, float* x, float* y, bool includePadding) : IRoutine
    where TPooling : IPooling
{
    private readonly PoolProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (PoolProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, Y = y, IncludePadding = includePadding };
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
        var y = job->Y + (nint)plane * p.OutPlane;
        for (var oy = 0; oy < p.OutHeight; oy++, y += p.OutWidth)
        {
            var (top, bottom) = p.Rows(oy);
            var x = job->X + (nint)plane * p.Plane + (nint)top * p.Width;
            for (var ox = 0; ox < job->InsideFrom; ox++)
                Border(job, x, bottom - top, ox, y);
            var next = Inside<L, V>(job, x, bottom - top, job->InsideFrom, y);
            if (L.Count > 4)
                next = Inside<Lanes128, System.Runtime.Intrinsics.Vector128<float>>(job, x, bottom - top, next, y);
            next = Inside<Lanes1, float>(job, x, bottom - top, next, y);
            for (; next < p.OutWidth; next++)
                Border(job, x, bottom - top, next, y);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Inside<L, V>(Job* job, float* x, int rows, int ox, float* y)
        where L : ILanes<V>
        where V : unmanaged
    {
        ref readonly var p = ref *job->P;
        for (; ox + L.Count <= job->InsideTo; ox += L.Count)
            L.Store(Window<L, V>(job, x + ox * p.StrideW - p.PadLeft, rows, p.WindowWidth, p.StrideW), y + ox);
        return ox;
    }

    private static void Border(Job* job, float* x, int rows, int ox, float* y)
    {
        var (left, right) = job->P->Columns(ox);
        y[ox] = Window<Lanes1, float>(job, x + left, rows, right - left, 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Window<L, V>(Job* job, float* x, int rows, int columns, nint stride)
        where L : ILanes<V>
        where V : unmanaged
    {
        if (rows <= 0 || columns <= 0)
            return L.Broadcast(0);
        var value = TPooling.First<L, V>(L.LoadEvery(x, stride));
        var column = 1;
        for (var row = 0; row < rows; row++, column = 0, x += job->P->Width)
            for (; column < columns; column++)
                value = TPooling.Next<L, V>(value, L.LoadEvery(x + column, stride));
        return TPooling.Finish<L, V>(value, job->IncludePadding ? job->P->WindowHeight * job->P->WindowWidth : rows * columns);
    }

    private struct Job
    {
        public PoolProblem* P;
        public float* X, Y;
        public bool IncludePadding;
        public int InsideFrom, InsideTo;
    }
}
