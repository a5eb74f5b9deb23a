using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Softmax of depth columns. With many pixels a lane is a pixel; a volume of one pixel (class scores) takes its exponentials
/// a vector at a time instead, and its sum in order. Tails go one number at a time. Equals <see cref="SoftmaxReference"/>.
/// </summary>
internal readonly unsafe struct SoftmaxColumns(int batch, int channels, int pixels, float* x, float* y) : IRoutine
{
    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = new Job { Channels = channels, Pixels = pixels, X = x, Y = y };
        Workers.For(batch, &Image<L, V>, &job, 16L * batch * channels * pixels);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Image<L, V>(void* state, int n)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        var (channels, pixels) = (job->Channels, job->Pixels);
        var offset = (nint)n * channels * pixels;
        float* x = job->X + offset, y = job->Y + offset;
        if (pixels == 1)
        {
            Column<L, V>(channels, x, y);
            return;
        }

        var pixel = 0;
        for (; pixel + L.Count <= pixels; pixel += L.Count)
            Columns<L, V>(channels, pixels, x + pixel, y + pixel);
        for (; pixel < pixels; pixel++)
            Columns<Lanes1, float>(channels, pixels, x + pixel, y + pixel);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns<L, V>(int channels, nint step, float* x, float* y)
        where L : ILanes<V>
        where V : unmanaged
    {
        var max = L.Load(x);
        for (var c = 1; c < channels; c++)
            max = L.Larger(max, L.Load(x + c * step));
        var sum = L.Broadcast(0);
        for (var c = 0; c < channels; c++)
        {
            var e = Exponential.Exp<L, V>(L.Subtract(L.Load(x + c * step), max));
            sum = L.Add(sum, e);
            L.Store(e, y + c * step);
        }

        for (var c = 0; c < channels; c++)
            L.Store(L.Divide(L.Load(y + c * step), sum), y + c * step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column<L, V>(int channels, float* x, float* y)
        where L : ILanes<V>
        where V : unmanaged
    {
        var max = x[0];
        for (var c = 1; c < channels; c++)
            max = Lanes1.Larger(max, x[c]);
        var i = 0;
        for (; i + L.Count <= channels; i += L.Count)
            L.Store(Exponential.Exp<L, V>(L.Subtract(L.Load(x + i), L.Broadcast(max))), y + i);
        for (; i < channels; i++)
            y[i] = Exponential.Exp(x[i] - max);
        var sum = 0f;
        for (i = 0; i < channels; i++)
            sum += y[i];
        for (i = 0; i + L.Count <= channels; i += L.Count)
            L.Store(L.Divide(L.Load(y + i), L.Broadcast(sum)), y + i);
        for (; i < channels; i++)
            y[i] /= sum;
    }

    private struct Job
    {
        public int Channels, Pixels;
        public float* X, Y;
    }
}
