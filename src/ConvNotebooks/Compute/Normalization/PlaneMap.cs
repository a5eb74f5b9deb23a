using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>A function of one number and the one beside it, with four constants of the channel, for every vector width.</summary>
internal interface IPlaneFunction
{
    static abstract V Of<L, V>(V x, V dy, V a, V b, V c, V d)
        where L : ILanes<V>
        where V : unmanaged;
}

/// <summary>The constants of each channel, one array each; a null array is not read.</summary>
internal unsafe struct ChannelConstants
{
    public float* A, B, C, D;
}

/// <summary>
/// y = f(x, dy) plane by plane, with the constants of the plane's channel. A lane is a pixel, lane 0 the first; the last pixels
/// of a plane go one by one.
/// </summary>
internal readonly unsafe struct PlaneMap<TFunction>(in NormSizes s, float* x, float* dy, ChannelConstants constants, float* y) : IRoutine
    where TFunction : IPlaneFunction
{
    private readonly NormSizes s = s;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = new Job { Channels = s.Channels, Pixels = s.Pixels, X = x, Dy = dy == null ? x : dy, Constants = constants, Y = y };
        Workers.For(s.Planes, &Plane<L, V>, &job, s.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plane<L, V>(void* state, int plane)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        var next = Pixels<L, V>(job, plane, 0);
        Pixels<Lanes1, float>(job, plane, next);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Pixels<L, V>(Job* job, int plane, int pixel)
        where L : ILanes<V>
        where V : unmanaged
    {
        var channel = plane % job->Channels;
        var first = (nint)plane * job->Pixels;
        float* x = job->X + first, dy = job->Dy + first, y = job->Y + first;
        V a = Constant<L, V>(job->Constants.A, channel), b = Constant<L, V>(job->Constants.B, channel);
        V c = Constant<L, V>(job->Constants.C, channel), d = Constant<L, V>(job->Constants.D, channel);
        for (; pixel + L.Count <= job->Pixels; pixel += L.Count)
            L.Store(TFunction.Of<L, V>(L.Load(x + pixel), L.Load(dy + pixel), a, b, c, d), y + pixel);
        return pixel;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Constant<L, V>(float* constants, int channel)
        where L : ILanes<V>
        where V : unmanaged => L.Broadcast(constants == null ? 0 : constants[channel]);

    private struct Job
    {
        public int Channels, Pixels;
        public float* X, Dy, Y;
        public ChannelConstants Constants;
    }
}
