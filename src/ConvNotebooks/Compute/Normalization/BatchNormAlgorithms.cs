namespace ConvNotebooks.Routines;

/// <summary>Batch normalisation by planes; see <see cref="BatchNormReference"/> for each operation.</summary>
internal static unsafe class BatchNormAlgorithms
{
    /// <summary>Per channel the mean and the (biased) variance.</summary>
    /// <param name="s">The sizes.</param>
    /// <param name="x">The numbers.</param>
    /// <param name="mean">One for each channel.</param>
    /// <param name="variance">One for each channel.</param>
    /// <param name="planes">Room for one number for each plane.</param>
    public static void Statistics(in NormSizes s, float[] x, float[] mean, float[] variance, float[] planes)
    {
        fixed (float* from = x, centers = mean, sums = planes)
        {
            Lanes.Start(new PlaneSums<Values>(s, from, null, null, sums));
            for (var c = 0; c < s.Channels; c++)
                mean[c] = (float)(Total(s, planes, c) / s.Values);
            Lanes.Start(new PlaneSums<Squares>(s, from, null, centers, sums));
            for (var c = 0; c < s.Channels; c++)
                variance[c] = (float)(Total(s, planes, c) / s.Values);
        }
    }

    /// <summary>y = (x − mean)·factor + shift.</summary>
    public static void Forward(in NormSizes s, float[] x, float[] mean, float[] factor, float[] shift, float[] y)
    {
        fixed (float* from = x, a = mean, b = factor, c = shift, to = y)
            Lanes.Start(new PlaneMap<Normalize>(s, from, null, new() { A = a, B = b, C = c }, to));
    }

    /// <summary>The same of blocked activations, rectified where asked to; x and y may be the same.</summary>
    public static void ForwardBlocked(in NormSizes s, float* x, float[] mean, float[] factor, float[] shift, float* y, bool rectify)
    {
        fixed (float* a = mean, b = factor, c = shift)
            Lanes.Start(new BlockedPlaneMap<Normalize>(s, x, null, new() { A = a, B = b, C = c }, y, rectify));
    }

    /// <summary><see cref="Statistics"/> of blocked activations.</summary>
    public static void StatisticsBlocked(in NormSizes s, float* x, float[] mean, float[] variance, float[] planes)
    {
        fixed (float* centers = mean, sums = planes)
        {
            Lanes.Start(new BlockedPlaneSums<Values>(s, x, null, null, sums));
            for (var c = 0; c < s.Channels; c++)
                mean[c] = (float)(Total(s, planes, c) / s.Values);
            Lanes.Start(new BlockedPlaneSums<Squares>(s, x, null, centers, sums));
            for (var c = 0; c < s.Channels; c++)
                variance[c] = (float)(Total(s, planes, c) / s.Values);
        }
    }

    /// <summary>Per channel Σ dy, and Σ dy·(x − mean).</summary>
    public static void Sums(in NormSizes s, float[] x, float[] dy, float[] mean, double[] sums, double[] products, float[] planes)
    {
        fixed (float* from = x, gradient = dy, centers = mean, to = planes)
        {
            Lanes.Start(new PlaneSums<Values>(s, gradient, null, null, to));
            for (var c = 0; c < s.Channels; c++)
                sums[c] = Total(s, planes, c);
            Lanes.Start(new PlaneSums<Products>(s, from, gradient, centers, to));
            for (var c = 0; c < s.Channels; c++)
                products[c] = Total(s, planes, c);
        }
    }

    /// <summary>dx = factor·((x − mean)·slope + (dy − offset)).</summary>
    public static void Backward(in NormSizes s, float[] x, float[] dy, float[] mean, float[] factor, float[] slope, float[] offset, float[] dx)
    {
        fixed (float* from = x, gradient = dy, a = mean, b = factor, c = slope, d = offset, to = dx)
            Lanes.Start(new PlaneMap<Gradient>(s, from, gradient, new() { A = a, B = b, C = c, D = d }, to));
    }

    /// <summary><see cref="Sums"/> of blocked activations.</summary>
    public static void SumsBlocked(in NormSizes s, float* x, float* dy, float[] mean, double[] sums, double[] products, float[] planes)
    {
        fixed (float* centers = mean, to = planes)
        {
            Lanes.Start(new BlockedPlaneSums<Values>(s, dy, null, null, to));
            for (var c = 0; c < s.Channels; c++)
                sums[c] = Total(s, planes, c);
            Lanes.Start(new BlockedPlaneSums<Products>(s, x, dy, centers, to));
            for (var c = 0; c < s.Channels; c++)
                products[c] = Total(s, planes, c);
        }
    }

    /// <summary><see cref="Backward"/> of blocked activations, and 0 where the mask, if there is one, is not above 0.</summary>
    public static void BackwardBlocked(
        in NormSizes s, float* x, float* dy, float[] mean, float[] factor, float[] slope, float[] offset, float* dx, float* mask)
    {
        fixed (float* a = mean, b = factor, c = slope, d = offset)
            Lanes.Start(new BlockedPlaneMap<Gradient>(s, x, dy, new() { A = a, B = b, C = c, D = d }, dx, rectify: false, mask));
    }

    private static double Total(in NormSizes s, float[] planes, int channel)
    {
        var total = 0.0;
        for (var n = 0; n < s.Batch; n++)
            total += planes[n * s.Channels + channel];
        return total;
    }

    private readonly struct Values : IPlaneTerm
    {
        public static V Add<L, V>(V sum, V x, V dy, V center)
            where L : ILanes<V>
            where V : unmanaged => L.Add(sum, x);
    }

    private readonly struct Squares : IPlaneTerm
    {
        public static V Add<L, V>(V sum, V x, V dy, V center)
            where L : ILanes<V>
            where V : unmanaged => L.FusedMultiplyAdd(L.Subtract(x, center), L.Subtract(x, center), sum);
    }

    private readonly struct Products : IPlaneTerm
    {
        public static V Add<L, V>(V sum, V x, V dy, V center)
            where L : ILanes<V>
            where V : unmanaged => L.FusedMultiplyAdd(L.Subtract(x, center), dy, sum);
    }

    private readonly struct Normalize : IPlaneFunction
    {
        public static V Of<L, V>(V x, V dy, V a, V b, V c, V d)
            where L : ILanes<V>
            where V : unmanaged => L.FusedMultiplyAdd(L.Subtract(x, a), b, c);
    }

    private readonly struct Gradient : IPlaneFunction
    {
        public static V Of<L, V>(V x, V dy, V a, V b, V c, V d)
            where L : ILanes<V>
            where V : unmanaged => L.Multiply(b, L.FusedMultiplyAdd(L.Subtract(x, a), c, L.Subtract(dy, d)));
    }
}
