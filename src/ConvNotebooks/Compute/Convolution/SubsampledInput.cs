using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ConvNotebooks.Routines;

/// <summary>
/// The pixels that a pointwise convolution of a larger stride reads, side by side: what is left is a pointwise convolution of
/// stride 1, whose tiles know no rows and whose every strip of filters reads whole lines of memory.
/// </summary>
internal static unsafe class SubsampledInput
{
    private const int Block = PackedFilters.Block;

    /// <summary>
    /// Whether several strips of filters read the same few pixels: in rows shorter than a tile, or of planes that come from far.
    /// ResNet-50's last skip (7x7 outputs) gains a fifth, as does its first (28x28) on 32 images; on one image of that, which
    /// is in the caches, reading the pixels apart from computing costs more than it saves.
    /// </summary>
    public static bool Serves(in ConvProblem p, ActivationLayout layout) =>
        p is { GroupFilters: > 2 * Block, OutWidth: <= 28 } && Skips(p)
        && (p.OutWidth <= 12 || (layout == ActivationLayout.Nchw && (long)p.InputLength * sizeof(float) > Conv2dDirect.BytesInCaches));

    /// <summary>Images whose pixels are taken together: about a megabyte.</summary>
    public static int ImagesTogether(in ConvProblem p) => Math.Max(1, (1 << 18) / (p.Channels * p.OutPlane));

    /// <summary>Whether outputs read a pixel each and leave others out.</summary>
    public static bool Skips(in ConvProblem p) => (p.StrideH > 1 || p.StrideW > 1) && IsPixelEach(p);

    /// <summary>Whether every output reads one pixel, of the image.</summary>
    public static bool IsPixelEach(in ConvProblem p) => p is { WindowTaps: 1, PadTop: 0, PadLeft: 0 }
        && (p.OutHeight - 1) * p.StrideH < p.Height && (p.OutWidth - 1) * p.StrideW < p.Width;

    /// <summary>The convolution of the pixels that were taken.</summary>
    public static ConvProblem Problem(in ConvProblem p) =>
        p with { Height = p.OutHeight, Width = p.OutWidth, StrideH = 1, StrideW = 1 };

    /// <summary>Takes them, in the layout of the input, into memory that is this thread's until it asks again.</summary>
    public static float* Take<L, V>(in ConvProblem p, float* x, ActivationLayout layout)
        where L : ILanes<V>
        where V : unmanaged
    {
        var blocked = layout == ActivationLayout.Nchw16c;
        var to = Scratch.Floats(BlockedActivations.Length(p.Batch, p.Channels, p.OutPlane), Scratch.Use.Input);
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, To = to, Planes = p.Batch * (blocked ? BlockedActivations.Blocks(p.Channels) : p.Channels) };
            if (blocked)
                Workers.For(job.Planes, &Blocked, &job, (long)job.Planes * p.OutPlane * Block);
            else
                Workers.For((job.Planes + Block - 1) / Block, &Planes<L, V>, &job, (long)job.Planes * p.OutPlane);
        }

        return to;
    }

    private static void Blocked(void* state, int part)
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var to = job->To + (nint)part * p.OutPlane * Block;
        for (var row = 0; row < p.OutHeight; row++)
        {
            var from = job->X + ((nint)part * p.Plane + row * p.StrideH * p.Width) * Block;
            for (var column = 0; column < p.OutWidth; column++, from += p.StrideW * Block, to += Block)
                new Span<float>(from, Block).CopyTo(new Span<float>(to, Block));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Planes<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        for (var plane = part * Block; plane < Math.Min((part + 1) * Block, job->Planes); plane++)
        {
            for (var row = 0; row < p.OutHeight; row++)
            {
                var from = job->X + (nint)plane * p.Plane + row * p.StrideH * p.Width;
                var to = job->To + (nint)plane * p.OutPlane + row * p.OutWidth;
                if (p.OutWidth >= L.Count)
                    Row<L, V>(from, p.StrideW, to, p.OutWidth);
                else if (L.Count > 8 && p.OutWidth >= 8)
                    Row<Lanes256, Vector256<float>>(from, p.StrideW, to, p.OutWidth);
                else if (L.Count > 4 && p.OutWidth >= 4)
                    Row<Lanes128, Vector128<float>>(from, p.StrideW, to, p.OutWidth);
                else
                    Row<Lanes1, float>(from, p.StrideW, to, p.OutWidth);
            }
        }
    }

    /// <summary>A row of at least one vector; the last vector ends with the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<L, V>(float* from, nint stride, float* to, int count)
        where L : ILanes<V>
        where V : unmanaged
    {
        for (var i = 0; i < count; i += L.Count)
        {
            var first = Math.Min(i, count - L.Count);
            L.Store(L.LoadEvery(from + first * stride, stride), to + first);
        }
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* X, To;
        public int Planes;
    }
}
