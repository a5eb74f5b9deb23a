using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ConvNotebooks.Routines;

/// <summary>
/// A locally-connected layer, a row of outputs of one filter at a time: a lane is an output column, lane 0 the leftmost, and
/// weights are read once for up to four images. Columns whose windows lie inside go by vectors, then by four, then one by
/// one; the others one by one. Equals <see cref="LocallyConnectedReference"/>.
/// </summary>
internal readonly unsafe struct LocallyConnectedRows(in ConvProblem p, float* x, float* w, float* bias, float* y) : IRoutine
{
    private readonly ConvProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, W = w, Bias = bias, Y = y, Inside = p.AxisW.Whole() };
            Workers.For(p.Filters * p.OutHeight, &Row<L, V>, &job, p.MultiplyAdds);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (k, oy) = Math.DivRem(part, p.OutHeight);
        for (var n = 0; n < p.Batch; n += 4)
        {
            var images = Math.Min(4, p.Batch - n);
            for (var ox = 0; ox < job->Inside.From; ox++)
                Outputs<Lanes1, float>(job, n, images, k, oy, ox);
            var next = Inside<L, V>(job, n, images, k, oy, job->Inside.From);
            if (L.Count > 4)
                next = Inside<Lanes128, Vector128<float>>(job, n, images, k, oy, next);
            for (; next < p.OutWidth; next++)
                Outputs<Lanes1, float>(job, n, images, k, oy, next);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Inside<L, V>(Job* job, int n, int images, int k, int oy, int ox)
        where L : ILanes<V>
        where V : unmanaged
    {
        for (; ox + L.Count <= job->Inside.To; ox += L.Count)
            Outputs<L, V>(job, n, images, k, oy, ox);
        return ox;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Outputs<L, V>(Job* job, int n, int images, int k, int oy, int ox)
        where L : ILanes<V>
        where V : unmanaged
    {
        ref readonly var p = ref *job->P;
        nint image = p.Channels * p.Plane, plane = p.OutPlane, position = oy * p.OutWidth + ox;
        // Absent images compute the first one's outputs again, and are not stored.
        nint second = images > 1 ? image : 0, third = images > 2 ? 2 * image : 0, fourth = images > 3 ? 3 * image : 0;
        var start = job->Bias == null ? L.Broadcast(0) : L.Load(job->Bias + k * plane + position);
        V a = start, b = start, c = start, d = start;
        var w = job->W + k * p.Taps * plane + position;
        for (var channel = 0; channel < p.Channels; channel++)
        {
            for (var fy = 0; fy < p.FilterHeight; fy++)
            {
                var iy = oy * p.StrideH - p.PadTop + fy * p.DilationH;
                if ((uint)iy >= (uint)p.Height)
                {
                    w += p.FilterWidth * plane;
                    continue;
                }

                var row = job->X + n * image + ((nint)channel * p.Height + iy) * p.Width;
                for (var fx = 0; fx < p.FilterWidth; fx++, w += plane)
                {
                    var ix = ox * p.StrideW - p.PadLeft + fx * p.DilationW;
                    if ((uint)ix >= (uint)p.Width)
                        continue;
                    var x = row + ix;
                    var weight = L.Load(w);
                    a = L.FusedMultiplyAdd(weight, L.LoadEvery(x, p.StrideW), a);
                    if (images == 1)
                        continue;
                    b = L.FusedMultiplyAdd(weight, L.LoadEvery(x + second, p.StrideW), b);
                    c = L.FusedMultiplyAdd(weight, L.LoadEvery(x + third, p.StrideW), c);
                    d = L.FusedMultiplyAdd(weight, L.LoadEvery(x + fourth, p.StrideW), d);
                }
            }
        }

        var y = job->Y + ((nint)n * p.Filters + k) * plane + position;
        L.Store(a, y);
        if (images > 1)
            L.Store(b, y + p.Filters * plane);
        if (images > 2)
            L.Store(c, y + 2 * p.Filters * plane);
        if (images > 3)
            L.Store(d, y + 3 * p.Filters * plane);
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* X, W, Bias, Y;
        public (int From, int To) Inside;
    }
}
