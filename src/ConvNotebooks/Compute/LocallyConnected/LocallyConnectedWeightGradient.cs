using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The gradient of a locally-connected layer with respect to its weights, a tap of a filter at a time: a lane is an output
/// column, lane 0 the leftmost, and the images are the chain. Columns whose tap is padding get 0. Equals
/// <see cref="LocallyConnectedGradientReference.Weights"/>.
/// </summary>
internal readonly unsafe struct LocallyConnectedWeightGradient(in ConvProblem p, float* x, float* dy, float* dw) : IRoutine
{
    private readonly ConvProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, Dy = dy, Dw = dw };
            Workers.For(p.Filters * p.Taps, &Tap<L, V>, &job, p.MultiplyAdds);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tap<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (k, tap) = Math.DivRem(part, p.Taps);
        var (c, fy, fx) = (tap / p.WindowTaps, tap / p.FilterWidth % p.FilterHeight, tap % p.FilterWidth);
        var (from, to) = p.AxisW.OutputsOf(fx);
        var dw = job->Dw + (nint)part * p.OutPlane;
        new Span<float>(dw, p.OutPlane).Clear();
        for (var oy = 0; oy < p.OutHeight; oy++)
        {
            var iy = oy * p.StrideH - p.PadTop + fy * p.DilationH;
            if ((uint)iy >= (uint)p.Height)
                continue;
            var x = job->X + ((nint)c * p.Height + iy) * p.Width - p.PadLeft + fx * p.DilationW;
            var output = oy * p.OutWidth;
            var dy = job->Dy + (nint)k * p.OutPlane + output;
            var next = Sum<L, V>(p, x, dy, dw + output, from, to);
            Sum<Lanes1, float>(p, x, dy, dw + output, next, to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Sum<L, V>(in ConvProblem p, float* x, float* dy, float* dw, int ox, int to)
        where L : ILanes<V>
        where V : unmanaged
    {
        nint image = (nint)p.Channels * p.Plane, outImage = (nint)p.Filters * p.OutPlane;
        for (; ox + L.Count <= to; ox += L.Count)
        {
            var sum = L.Broadcast(0);
            float* input = x + ox * p.StrideW, gradient = dy + ox;
            for (var n = 0; n < p.Batch; n++, input += image, gradient += outImage)
                sum = L.FusedMultiplyAdd(L.Load(gradient), L.LoadEvery(input, p.StrideW), sum);
            L.Store(sum, dw + ox);
        }

        return ox;
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* X, Dy, Dw;
    }
}
