namespace ConvNotebooks.Routines;

/// <summary>Chooses how a pooling is computed, by its shape alone.</summary>
internal static unsafe class PoolAlgorithms
{
    /// <summary>Max pooling; see <see cref="PoolReference.Max"/>.</summary>
    /// <param name="p">The sizes.</param>
    /// <param name="x">Input [N, C, H, W].</param>
    /// <param name="y">Output [N, C, OH, OW], overwritten.</param>
    /// <param name="switches">Per output the index into x that it came from, for the backward pass; null to leave out.</param>
    public static void Max(in PoolProblem p, float[] x, float[] y, int[]? switches = null)
    {
        if (switches is null)
        {
            Run<Maximum>(p, x, y);
            return;
        }

        if ((long)p.WindowHeight * p.Width > PoolSwitches.LargestDistance)
        {
            PoolReference.Max(p, x, y, switches);
            return;
        }

        fixed (float* from = x, to = y)
        fixed (int* winners = switches)
            Lanes.Start(new PoolPlanes<PoolSwitches>(p, from, new(from, to, winners)));
    }

    /// <summary>Max pooling's gradient dx from dy; see <see cref="PoolGradientReference.Max"/>.</summary>
    public static void MaxGradient(in PoolProblem p, int[] switches, float[] dy, float[] dx)
    {
        fixed (int* winners = switches)
        fixed (float* from = dy, to = dx)
            Lanes.Start(new MaxPoolGradient(p, winners, from, to));
    }

    /// <summary>Average pooling's gradient dx from dy; see <see cref="PoolGradientReference.Average"/>.</summary>
    public static void AverageGradient(in PoolProblem p, float[] dy, float[] dx, bool includePadding = false)
    {
        fixed (float* from = dy, to = dx)
            Lanes.Start(new PoolGradient<MeanGradient>(p, null, null, from, to, includePadding));
    }

    /// <summary>L2-norm pooling's gradient dx from dy, x and y; see <see cref="PoolGradientReference.L2"/>.</summary>
    public static void L2Gradient(in PoolProblem p, float[] x, float[] y, float[] dy, float[] dx)
    {
        fixed (float* input = x, output = y, from = dy, to = dx)
            Lanes.Start(new PoolGradient<NormGradient>(p, input, output, from, to, false));
    }

    /// <summary>Average pooling; see <see cref="PoolReference.Average"/>.</summary>
    public static void Average(in PoolProblem p, float[] x, float[] y, bool includePadding = false) =>
        Run<Mean>(p, x, y, includePadding);

    /// <summary>L2-norm pooling; see <see cref="PoolReference.L2"/>.</summary>
    public static void L2(in PoolProblem p, float[] x, float[] y) => Run<Norm>(p, x, y);

    /// <summary>Max pooling of blocked activations.</summary>
    public static void MaxBlocked(in PoolProblem p, float* x, float* y)
    {
        // Of 3x3 windows half the comparisons at stride 1, three quarters at stride 2; measured, twice as fast and more.
        if (MaxPoolRows.Serves(p))
            Lanes.Start(new MaxPoolRows(p, x, y));
        else
            Lanes.Start(new PoolBlocks<PooledValues<Maximum>>(p, x, new(y, 0)));
    }

    /// <summary>Max pooling of blocked activations, and where each maximum came from (<see cref="BlockedSwitches"/>).</summary>
    public static void MaxBlocked(in PoolProblem p, float* x, float* y, float* switches) =>
        Lanes.Start(new PoolBlocks<BlockedSwitches>(p, x, new(y, switches)));

    /// <summary>Max pooling's gradient of blocked activations; see <see cref="BlockedPoolGradient{TGradient}"/>.</summary>
    public static void MaxGradientBlocked(in PoolProblem p, float* switches, float* dy, float* rectified, float* dx) =>
        Lanes.Start(new BlockedPoolGradient<WinnerGradient>(p, switches, dy, rectified, dx));

    /// <summary>Average pooling's gradient of blocked activations.</summary>
    public static void AverageGradientBlocked(in PoolProblem p, float* dy, float* dx, bool includePadding) =>
        Lanes.Start(new BlockedPoolGradient<ShareGradient>(p, null, dy, null, dx, includePadding));

    /// <summary>Average pooling of blocked activations.</summary>
    public static void AverageBlocked(in PoolProblem p, float* x, float* y, bool includePadding) =>
        Lanes.Start(new PoolBlocks<PooledValues<Mean>>(p, x, new(y, includePadding ? p.WindowHeight * p.WindowWidth : 0)));

    /// <summary>L2-norm pooling of blocked activations.</summary>
    public static void L2Blocked(in PoolProblem p, float* x, float* y) => Lanes.Start(new PoolBlocks<PooledValues<Norm>>(p, x, new(y, 0)));

    private static void Run<TPooling>(in PoolProblem p, float[] x, float[] y, bool includePadding = false)
        where TPooling : IPooling
    {
        fixed (float* from = x, to = y)
            Lanes.Start(new PoolPlanes<PooledValues<TPooling>>(p, from, new(to, includePadding ? p.WindowHeight * p.WindowWidth : 0)));
    }

    private readonly struct Maximum : IPooling
    {
        public static V First<L, V>(V pixel)
            where L : ILanes<V>
            where V : unmanaged => pixel;

        public static V Next<L, V>(V value, V pixel)
            where L : ILanes<V>
            where V : unmanaged => L.Larger(value, pixel);

        public static V Finish<L, V>(V value, float count)
            where L : ILanes<V>
            where V : unmanaged => value;
    }

    private readonly struct Mean : IPooling
    {
        public static V First<L, V>(V pixel)
            where L : ILanes<V>
            where V : unmanaged => L.Add(L.Broadcast(0), pixel);

        public static V Next<L, V>(V value, V pixel)
            where L : ILanes<V>
            where V : unmanaged => L.Add(value, pixel);

        public static V Finish<L, V>(V value, float count)
            where L : ILanes<V>
            where V : unmanaged => L.Divide(value, L.Broadcast(count));
    }

    private readonly struct Norm : IPooling
    {
        public static V First<L, V>(V pixel)
            where L : ILanes<V>
            where V : unmanaged => L.FusedMultiplyAdd(pixel, pixel, L.Broadcast(0));

        public static V Next<L, V>(V value, V pixel)
            where L : ILanes<V>
            where V : unmanaged => L.FusedMultiplyAdd(pixel, pixel, value);

        public static V Finish<L, V>(V value, float count)
            where L : ILanes<V>
            where V : unmanaged => L.Sqrt(value);
    }

    private readonly struct MeanGradient : IPoolGradient
    {
        public static float Share(float dy, float y, float count) => dy / count;

        public static V Add<L, V>(V dx, V share, V x)
            where L : ILanes<V>
            where V : unmanaged => L.Add(dx, share);
    }

    private readonly struct WinnerGradient : IBlockedPoolGradient
    {
        public static V Share<L, V>(V dy, float count)
            where L : ILanes<V>
            where V : unmanaged => dy;

        public static V Add<L, V>(V dx, V share, V switches, float place)
            where L : ILanes<V>
            where V : unmanaged =>
            L.IfLess(switches, L.Broadcast(place), dx, L.IfLess(L.Broadcast(place), switches, dx, L.Add(dx, share)));
    }

    private readonly struct ShareGradient : IBlockedPoolGradient
    {
        public static V Share<L, V>(V dy, float count)
            where L : ILanes<V>
            where V : unmanaged => L.Divide(dy, L.Broadcast(count));

        public static V Add<L, V>(V dx, V share, V switches, float place)
            where L : ILanes<V>
            where V : unmanaged => L.Add(dx, share);
    }

    private readonly struct NormGradient : IPoolGradient
    {
        public static float Share(float dy, float y, float count) => y == 0 ? 0 : dy / y;

        public static V Add<L, V>(V dx, V share, V x)
            where L : ILanes<V>
            where V : unmanaged => L.FusedMultiplyAdd(x, share, dx);
    }
}
