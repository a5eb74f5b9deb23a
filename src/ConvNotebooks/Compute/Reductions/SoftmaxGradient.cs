using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The gradient of the softmax of depth columns. A lane is a pixel; the last pixels of an image go one by one. Equals
/// <see cref="SoftmaxReference.Gradient"/>.
/// </summary>
internal readonly unsafe struct SoftmaxGradient(int batch, int channels, int pixels, float* y, float* dy, float* dx) : IRoutine
{
    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = new Job { Channels = channels, Pixels = pixels, Y = y, Dy = dy, Dx = dx };
        Workers.For(batch, &Image<L, V>, &job, 4L * batch * channels * pixels);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Image<L, V>(void* state, int n)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        var pixel = 0;
        for (; pixel + L.Count <= job->Pixels; pixel += L.Count)
            Columns<L, V>(job, n, pixel);
        for (; pixel < job->Pixels; pixel++)
            Columns<Lanes1, float>(job, n, pixel);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns<L, V>(Job* job, int n, int pixel)
        where L : ILanes<V>
        where V : unmanaged
    {
        var (channels, step) = (job->Channels, (nint)job->Pixels);
        var first = n * channels * step + pixel;
        float* y = job->Y + first, dy = job->Dy + first, dx = job->Dx + first;
        var sum = L.Broadcast(0);
        for (var c = 0; c < channels; c++)
            sum = L.FusedMultiplyAdd(L.Load(y + c * step), L.Load(dy + c * step), sum);
        for (var c = 0; c < channels; c++)
            L.Store(L.Multiply(L.Load(y + c * step), L.Subtract(L.Load(dy + c * step), sum)), dx + c * step);
    }

    private struct Job
    {
        public int Channels, Pixels;
        public float* Y, Dy, Dx;
    }
}
