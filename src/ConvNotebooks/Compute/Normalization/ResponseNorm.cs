using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Local response normalisation of depth columns, forward or backward: a lane is a pixel, lane 0 the first, and the channels go
/// one after the other; the last pixels of an image go one by one. Equals <see cref="ResponseNormReference"/>.
/// </summary>
/// <param name="p">The sizes.</param>
/// <param name="x">The input.</param>
/// <param name="y">The output: written forward, read backward.</param>
/// <param name="scales">s of every output: written forward unless null, read backward.</param>
/// <param name="dy">The output's gradient; null for the forward half.</param>
/// <param name="dx">The input's gradient, written; null for the forward half.</param>
internal readonly unsafe struct ResponseNorm(in ResponseNormProblem p, float* x, float* y, float* scales, float* dy, float* dx) : IRoutine
{
    private readonly ResponseNormProblem p = p;

    /// <summary>The forward half; scales may be null.</summary>
    public static void Forward(in ResponseNormProblem p, float[] x, float[] y, float[]? scales)
    {
        fixed (float* input = x, output = y, s = scales)
            Lanes.Start(new ResponseNorm(p, input, output, s, null, null));
    }

    /// <summary>The backward half.</summary>
    public static void Backward(in ResponseNormProblem p, float[] x, float[] y, float[] scales, float[] dy, float[] dx)
    {
        fixed (float* input = x, output = y, s = scales, from = dy, to = dx)
            Lanes.Start(new ResponseNorm(p, input, output, s, from, to));
    }

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (ResponseNormProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, Y = y, Scales = scales, Dy = dy, Dx = dx };
            Workers.For(p.Batch, &Image<L, V>, &job, 40L * p.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Image<L, V>(void* state, int n)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var first = (nint)n * p.Channels * p.Pixels;
        var pixel = 0;
        for (; pixel + L.Count <= p.Pixels; pixel += L.Count)
            Column<L, V>(job, first + pixel);
        for (; pixel < p.Pixels; pixel++)
            Column<Lanes1, float>(job, first + pixel);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column<L, V>(Job* job, nint at)
        where L : ILanes<V>
        where V : unmanaged
    {
        if (job->Dy == null)
            Forward<L, V>(job, at);
        else
            Backward<L, V>(job, at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Forward<L, V>(Job* job, nint at)
        where L : ILanes<V>
        where V : unmanaged
    {
        ref readonly var p = ref *job->P;
        nint step = p.Pixels;
        for (var c = 0; c < p.Channels; c++)
        {
            var (from, to) = p.Window(c);
            var sum = L.Broadcast(0);
            for (var j = from; j < to; j++)
            {
                var x = L.Load(job->X + at + j * step);
                sum = L.FusedMultiplyAdd(x, x, sum);
            }

            var scale = L.FusedMultiplyAdd(sum, L.Broadcast(p.AlphaOverSize), L.Broadcast(p.K));
            if (job->Scales != null)
                L.Store(scale, job->Scales + at + c * step);
            L.Store(L.Multiply(L.Load(job->X + at + c * step), Power<L, V>(p, scale)), job->Y + at + c * step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Backward<L, V>(Job* job, nint at)
        where L : ILanes<V>
        where V : unmanaged
    {
        ref readonly var p = ref *job->P;
        nint step = p.Pixels;
        var parts = Scratch.Floats((long)p.Channels * L.Count);
        for (var c = 0; c < p.Channels; c++)
        {
            var i = at + c * step;
            L.Store(L.Divide(L.Multiply(L.Load(job->Dy + i), L.Load(job->Y + i)), L.Load(job->Scales + i)), parts + c * L.Count);
        }

        for (var c = 0; c < p.Channels; c++)
        {
            var i = at + c * step;
            var (from, to) = p.Seers(c);
            var sum = L.Broadcast(0);
            for (var j = from; j < to; j++)
                sum = L.Add(sum, L.Load(parts + j * L.Count));
            var direct = L.Multiply(L.Load(job->Dy + i), Power<L, V>(p, L.Load(job->Scales + i)));
            L.Store(L.FusedMultiplyAdd(L.Multiply(L.Broadcast(p.Back), L.Load(job->X + i)), sum, direct), job->Dx + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Power<L, V>(in ResponseNormProblem p, V scale)
        where L : ILanes<V>
        where V : unmanaged => Exponential.Exp<L, V>(L.Multiply(L.Broadcast(-p.Beta), Logarithm.Log<L, V>(scale)));

    private struct Job
    {
        public ResponseNormProblem* P;
        public float* X, Y, Scales, Dy, Dx;
    }
}
