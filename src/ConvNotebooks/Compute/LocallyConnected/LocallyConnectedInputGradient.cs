using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The gradient of a locally-connected layer with respect to its input, a channel of an image at a time. One place of the window
/// after the other, columns from right to left, a lane is an output column where columns are neighbours in the input too (stride
/// 1), and columns go one by one otherwise: every pixel gets its outputs in order. Equals
/// <see cref="LocallyConnectedGradientReference.Input"/>.
/// </summary>
internal readonly unsafe struct LocallyConnectedInputGradient(in ConvProblem p, float* dy, float* w, float* dx) : IRoutine
{
    private readonly ConvProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job { P = problem, Dy = dy, W = w, Dx = dx };
            Workers.For(p.Batch * p.Channels, &Channel<L, V>, &job, p.MultiplyAdds);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Channel<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (n, c) = Math.DivRem(part, p.Channels);
        var plane = job->Dx + (nint)part * p.Plane;
        new Span<float>(plane, p.Plane).Clear();
        for (var k = 0; k < p.Filters; k++)
        {
            var w = job->W + ((nint)k * p.Taps + c * p.WindowTaps) * p.OutPlane;
            var dy = job->Dy + ((nint)n * p.Filters + k) * p.OutPlane;
            for (var oy = 0; oy < p.OutHeight; oy++)
            {
                for (var fy = 0; fy < p.FilterHeight; fy++)
                {
                    var iy = oy * p.StrideH - p.PadTop + fy * p.DilationH;
                    if ((uint)iy >= (uint)p.Height)
                        continue;
                    for (var fx = p.FilterWidth - 1; fx >= 0; fx--)
                    {
                        var (from, to) = p.AxisW.OutputsOf(fx);
                        var weights = w + ((nint)fy * p.FilterWidth + fx) * p.OutPlane + oy * p.OutWidth;
                        var row = plane + iy * p.Width - p.PadLeft + fx * p.DilationW;
                        if (p.StrideW == 1)
                            from = Add<L, V>(weights, dy + oy * p.OutWidth, row, 1, from, to);
                        Add<Lanes1, float>(weights, dy + oy * p.OutWidth, row, p.StrideW, from, to);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Add<L, V>(float* w, float* dy, float* row, nint stride, int ox, int to)
        where L : ILanes<V>
        where V : unmanaged
    {
        for (; ox + L.Count <= to; ox += L.Count)
            L.Store(L.FusedMultiplyAdd(L.Load(w + ox), L.Load(dy + ox), L.Load(row + ox * stride)), row + ox * stride);
        return ox;
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* Dy, W, Dx;
    }
}
