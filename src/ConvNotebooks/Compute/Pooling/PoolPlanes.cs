using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ConvNotebooks.Routines;

/// <summary>
/// Pooling of planes, a row of outputs at a time: a lane is an output column, lane 0 the leftmost. Columns whose windows lie
/// wholly inside go by vectors, then by four, then one by one; the others one by one.
/// </summary>
/// <param name="p">The sizes.</param>
/// <param name="x">Input [N, C, H, W].</param>
/// <param name="output">What is stored: <see cref="PooledValues{TPooling}"/>, or <see cref="PoolSwitches"/>.</param>
internal readonly unsafe struct PoolPlanes<TOutput>(in PoolProblem p, float* x, TOutput output) : IRoutine
    where TOutput : unmanaged, IPoolOutput
{
    private readonly PoolProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (PoolProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, Output = output };
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
            var row = new Row
            {
                X = job->X + (nint)plane * p.Plane + (nint)top * p.Width,
                Count = bottom - top,
                Output = ((nint)plane * p.OutHeight + oy) * p.OutWidth,
            };
            for (var ox = 0; ox < job->InsideFrom; ox++)
                Border(job, row, ox);
            var next = Inside<L, V>(job, row, job->InsideFrom);
            if (L.Count > 4)
                next = Inside<Lanes128, Vector128<float>>(job, row, next);
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
            job->Output.Store<L, V>(row.X + ox * p.StrideW - p.PadLeft, row.Count, p.WindowWidth, p.Width, 1, p.StrideW, row.Output + ox);
        return ox;
    }

    private static void Border(Job* job, in Row row, int ox)
    {
        var (left, right) = job->P->Columns(ox);
        job->Output.Store<Lanes1, float>(row.X + left, row.Count, right - left, job->P->Width, 1, 1, row.Output + ox);
    }

    /// <summary>A row of outputs: the first of the input's rows that its windows see, how many, and its first output.</summary>
    private struct Row
    {
        public float* X;
        public int Count;
        public nint Output;
    }

    private struct Job
    {
        public PoolProblem* P;
        public float* X;
        public TOutput Output;
        public int InsideFrom, InsideTo;
    }
}
