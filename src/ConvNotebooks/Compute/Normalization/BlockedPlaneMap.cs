using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// y = f(x, dy) of blocked activations with the constants of the channel: a lane is a channel. It is rectified where asked to, or
/// 0 where a mask is not above 0, as the gradient of a rectifier is. The bits of <see cref="PlaneMap{TFunction}"/>; y may be
/// one of the others.
/// </summary>
internal readonly unsafe struct BlockedPlaneMap<TFunction>(
    in NormSizes s, float* x, float* dy, ChannelConstants constants, float* y, bool rectify, float* mask = null) : IRoutine
    where TFunction : IPlaneFunction
{
    private const int Block = PackedFilters.Block, Stretch = 256;

    private readonly NormSizes s = s;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var stretches = (s.Pixels + Stretch - 1) / Stretch;
        var job = new Job
        {
            Channels = s.Channels,
            Pixels = s.Pixels,
            Stretches = stretches,
            X = x,
            Dy = dy == null ? x : dy,
            Mask = mask,
            Y = y,
            Constants = constants,
            Rectify = rectify,
        };
        Workers.For(s.Batch * BlockedActivations.Blocks(s.Channels) * stretches, &Part<L, V>, &job, s.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        var (block, stretch) = Math.DivRem(part, job->Stretches);
        var channel = block % BlockedActivations.Blocks(job->Channels) * Block;
        var pixels = Math.Min(Stretch, job->Pixels - stretch * Stretch);
        var first = ((nint)block * job->Pixels + stretch * Stretch) * Block;
        var constants = stackalloc float[4 * Block];
        Copy(job->Constants.A, constants);
        Copy(job->Constants.B, constants + Block);
        Copy(job->Constants.C, constants + 2 * Block);
        Copy(job->Constants.D, constants + 3 * Block);
        for (var lane = 0; lane < Block; lane += L.Count)
        {
            V a = L.Load(constants + lane), b = L.Load(constants + Block + lane);
            V c = L.Load(constants + 2 * Block + lane), d = L.Load(constants + 3 * Block + lane);
            float* from = job->X + first + lane, beside = job->Dy + first + lane, to = job->Y + first + lane;
            for (nint i = 0; i < pixels * Block; i += Block)
            {
                var value = TFunction.Of<L, V>(L.Load(from + i), L.Load(beside + i), a, b, c, d);
                if (job->Mask != null)
                    value = L.IfLess(L.Broadcast(0), L.Load(job->Mask + first + lane + i), value, L.Broadcast(0));
                L.Store(job->Rectify ? L.Rectify(value) : value, to + i);
            }
        }

        void Copy(float* from, float* to)
        {
            for (var i = 0; i < Block; i++)
                to[i] = from == null || channel + i >= job->Channels ? 0 : from[channel + i];
        }
    }

    private struct Job
    {
        public int Channels, Pixels, Stretches;
        public float* X, Dy, Mask, Y;
        public ChannelConstants Constants;
        public bool Rectify;
    }
}
