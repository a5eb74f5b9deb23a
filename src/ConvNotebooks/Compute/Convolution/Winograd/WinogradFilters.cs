using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ConvNotebooks.Routines;

/// <summary>
/// The filters' side of Winograd's F(4x4, 3x3): U = G w Gᵀ, in float64, rounded once; eight filters of a block at a time, a lane
/// each. From w [K, C, 3, 3] to [36, blocks of filters, channels, 16] (<see cref="Conv2dWinograd.PlaceLength"/>), absent filters 0. For the gradient with respect to the
/// input filters and channels change places, and every filter is turned by 180 degrees.
/// </summary>
internal static unsafe class WinogradFilters
{
    private const int Block = PackedFilters.Block, Size = Conv2dWinograd.Size, Taps = 9, ChannelsTogether = 16, Together = 8;

    /// <summary>Transforms the filters; an adjoint problem is <see cref="ConvProblem.ToAdjoint"/> of the convolution that they are of.</summary>
    public static void Transform(in ConvProblem p, float* w, bool adjoint, float* to)
    {
        var job = new Job { W = w, To = to, Filters = p.Filters, Channels = p.Channels, Adjoint = adjoint };
        job.Runs = (p.Channels + ChannelsTogether - 1) / ChannelsTogether;
        var blocks = BlockedActivations.Blocks(p.Filters);
        job.Place = Conv2dWinograd.PlaceLength(p.Filters, p.Channels);
        Workers.For(blocks * job.Runs, &Part, &job, (long)p.Filters * p.Channels * Conv2dWinograd.Places);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part(void* state, int part)
    {
        var job = (Job*)state;
        var (block, run) = Math.DivRem(part, job->Runs);
        var present = Math.Min(Block, job->Filters - block * Block);
        var taps = stackalloc float[Taps * Block];
        new Span<float>(taps, Taps * Block).Clear();
        for (var c = run * ChannelsTogether; c < Math.Min((run + 1) * ChannelsTogether, job->Channels); c++)
        {
            var (first, step) = job->Adjoint ? ((nint)c * job->Filters + block * Block, 1) : ((nint)block * Block * job->Channels + c, job->Channels);
            Transpose.ToPlanes(job->W + first * Taps, step * Taps, present, Taps, taps, Block);
            var to = job->To + ((nint)block * job->Channels + c) * Block;
            for (var lane = 0; lane < Block; lane += Together)
                Lanes(taps + lane, job->Adjoint, to + lane, job->Place);
        }
    }

    /// <summary>Eight filters of one channel: the columns of the window, then the rows of what came of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Lanes(float* taps, bool turned, float* to, nint place)
    {
        var low = stackalloc Vector256<double>[Size * 3];
        var high = stackalloc Vector256<double>[Size * 3];
        for (var column = 0; column < 3; column++)
        {
            var (tap, step) = turned ? (8 - column, -3) : (column, 3);
            var (a, b) = Vector256.Widen(Vector256.Load(taps + tap * Block));
            var (c, d) = Vector256.Widen(Vector256.Load(taps + (tap + step) * Block));
            var (e, f) = Vector256.Widen(Vector256.Load(taps + (tap + 2 * step) * Block));
            Axis(a, c, e, low + column, 3);
            Axis(b, d, f, high + column, 3);
        }

        var below = stackalloc Vector256<double>[Size];
        var above = stackalloc Vector256<double>[Size];
        for (var row = 0; row < Size; row++)
        {
            Axis(low[row * 3], low[row * 3 + 1], low[row * 3 + 2], below, 1);
            Axis(high[row * 3], high[row * 3 + 1], high[row * 3 + 2], above, 1);
            for (var column = 0; column < Size; column++, to += place)
                Vector256.Narrow(below[column], above[column]).Store(to);
        }
    }

    /// <summary>G f along one axis.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Axis(Vector256<double> f0, Vector256<double> f1, Vector256<double> f2, Vector256<double>* to, nint step)
    {
        // From left to right, as G's rows are written: another order has other bits where a sum is all but 0.
        to[0] = f0 * 0.25;
        Vector256<double> a = f0 * (-1.0 / 6), b = f1 * (-1.0 / 6), c = f2 * (-1.0 / 6);
        to[step] = a + b + c;
        to[2 * step] = a - b + c;
        (a, b) = (f0 * (1.0 / 24), f1 * (1.0 / 12));
        to[3 * step] = a + b - c;
        to[4 * step] = a - b - c;
        to[5 * step] = f2;
    }

    private struct Job
    {
        public float* W, To;
        public int Filters, Channels, Runs;
        public nint Place;
        public bool Adjoint;
    }
}
