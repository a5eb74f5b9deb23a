using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>Max pooling's gradient, plane by plane, along the switches. Equals <see cref="PoolGradientReference.Max"/>.</summary>
internal readonly unsafe struct MaxPoolGradient(in PoolProblem p, int* switches, float* dy, float* dx) : IRoutine
{
    private readonly PoolProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = new Job { PlaneLength = p.Plane, OutPlane = p.OutPlane, Switches = switches, Dy = dy, Dx = dx };
        Workers.For(p.Planes, &Plane, &job, p.InputLength + p.OutputLength);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plane(void* state, int plane)
    {
        var job = (Job*)state;
        new Span<float>(job->Dx + (nint)plane * job->PlaneLength, job->PlaneLength).Clear();
        var first = (nint)plane * job->OutPlane;
        for (var o = first; o < first + job->OutPlane; o++)
        {
            if (job->Switches[o] >= 0)
                job->Dx[job->Switches[o]] += job->Dy[o];
        }
    }

    private struct Job
    {
        public int PlaneLength, OutPlane;
        public int* Switches;
        public float* Dy, Dx;
    }
}

/// <summary>What a window's output adds to its pixels.</summary>
internal interface IPoolGradient
{
    /// <summary>What the output has for each of its pixels; it does not depend on the pixel.</summary>
    static abstract float Share(float dy, float y, float count);

    /// <summary>dx with the share of an output added.</summary>
    static abstract V Add<L, V>(V dx, V share, V x)
        where L : ILanes<V>
        where V : unmanaged;
}

/// <summary>
/// The gradient of average and L2 pooling, plane by plane. The shares of a row of outputs are taken first; then, one place of
/// the window after the other from right to left, a lane is an output column where columns are neighbours in the input too
/// (stride 1), and columns go one by one otherwise: every pixel gets its outputs' shares in order. Equals
/// <see cref="PoolGradientReference"/>.
/// </summary>
internal readonly unsafe struct PoolGradient<TGradient>(
    in PoolProblem p, float* x, float* y, float* dy, float* dx, bool includePadding) : IRoutine
    where TGradient : IPoolGradient
{
    private readonly PoolProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (PoolProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, Y = y, Dy = dy, Dx = dx, IncludePadding = includePadding };
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
        var axis = p.AxisW;
        var shares = Scratch.Floats(p.OutWidth);
        new Span<float>(job->Dx + (nint)plane * p.Plane, p.Plane).Clear();
        for (var oy = 0; oy < p.OutHeight; oy++)
        {
            var (top, bottom) = p.Rows(oy);
            var output = ((nint)plane * p.OutHeight + oy) * p.OutWidth;
            for (var ox = 0; ox < p.OutWidth; ox++)
            {
                var (left, right) = p.Columns(ox);
                var count = job->IncludePadding ? p.WindowHeight * p.WindowWidth : (bottom - top) * (right - left);
                shares[ox] = TGradient.Share(job->Dy[output + ox], job->Y == null ? 0 : job->Y[output + ox], count);
            }

            for (var iy = top; iy < bottom; iy++)
            {
                var row = (nint)plane * p.Plane + (nint)iy * p.Width - p.PadLeft;
                for (var fx = p.WindowWidth - 1; fx >= 0; fx--)
                {
                    var (from, to) = axis.OutputsOf(fx);
                    if (p.StrideW == 1)
                        from = Add<L, V>(job, row + fx, shares, from, to);
                    Add<Lanes1, float>(job, row + fx, shares, from, to);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Add<L, V>(Job* job, nint first, float* shares, int ox, int to)
        where L : ILanes<V>
        where V : unmanaged
    {
        nint stride = job->P->StrideW;
        for (; ox + L.Count <= to; ox += L.Count)
        {
            var i = first + ox * stride;
            var x = job->X == null ? L.Broadcast(0) : L.Load(job->X + i);
            L.Store(TGradient.Add<L, V>(L.Load(job->Dx + i), L.Load(shares + ox), x), job->Dx + i);
        }

        return ox;
    }

    private struct Job
    {
        public PoolProblem* P;
        public float* X, Y, Dy, Dx;
        public bool IncludePadding;
    }
}
