using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ConvNotebooks.Routines;

/// <summary>
/// Depthwise convolution (every group one channel) in N C H W, a plane of outputs at a time: a lane is an output column, lane
/// 0 the leftmost. Columns whose windows lie inside go by vectors, then by four, then one by one; the others one by one.
/// Equals <see cref="Conv2dReference"/>.
/// </summary>
internal readonly unsafe struct Conv2dDepthwise(in ConvProblem p, float* x, float* w, float* bias, float* y) : IRoutine
{
    private readonly ConvProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, W = w, Bias = bias, Y = y, Inside = ConvColumns.Inside(p) };
            Workers.For(p.Batch * p.Filters, &Plane<L, V>, &job, p.MultiplyAdds);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plane<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (n, k) = Math.DivRem(part, p.Filters);
        var x = job->X + ((nint)n * p.Channels + k / p.GroupFilters) * p.Plane;
        var w = job->W + (nint)k * p.WindowTaps;
        var bias = job->Bias == null ? 0 : job->Bias[k];
        var y = job->Y + (nint)part * p.OutPlane;
        for (var oy = 0; oy < p.OutHeight; oy++, y += p.OutWidth)
        {
            for (var ox = 0; ox < job->Inside.From; ox++)
                Outputs<Lanes1, float>(p, x, w, bias, oy, ox, y);
            var next = job->Inside.From;
            for (; next + L.Count <= job->Inside.To; next += L.Count)
                Outputs<L, V>(p, x, w, bias, oy, next, y);
            if (L.Count > 4)
            {
                for (; next + 4 <= job->Inside.To; next += 4)
                    Outputs<Lanes128, Vector128<float>>(p, x, w, bias, oy, next, y);
            }

            for (; next < p.OutWidth; next++)
                Outputs<Lanes1, float>(p, x, w, bias, oy, next, y);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Outputs<L, V>(in ConvProblem p, float* x, float* w, float bias, int oy, int ox, float* y)
        where L : ILanes<V>
        where V : unmanaged
    {
        var sum = L.Broadcast(bias);
        for (var fy = 0; fy < p.FilterHeight; fy++)
        {
            var iy = oy * p.StrideH - p.PadTop + fy * p.DilationH;
            if ((uint)iy >= (uint)p.Height)
                continue;
            for (var fx = 0; fx < p.FilterWidth; fx++)
            {
                var ix = ox * p.StrideW - p.PadLeft + fx * p.DilationW;
                if ((uint)ix < (uint)p.Width)
                    sum = L.FusedMultiplyAdd(L.Broadcast(w[fy * p.FilterWidth + fx]), L.LoadEvery(x + (nint)iy * p.Width + ix, p.StrideW), sum);
            }
        }

        L.Store(sum, y + ox);
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* X, W, Bias, Y;
        public ConvColumns Inside;
    }
}
