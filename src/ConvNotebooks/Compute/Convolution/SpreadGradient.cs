using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The gradient with respect to the input of a pointwise convolution of a larger stride, from that of the pixels that it reads
/// (<see cref="SubsampledInput"/>, whose adjoint this is): they are spread among zeros.
/// </summary>
internal static unsafe class SpreadGradient
{
    private const int PlanesTogether = 16;

    /// <summary>
    /// Whether the pixels are in rows shorter than a tile, which they fill when side by side: ResNet-50's last skip (7x7 outputs)
    /// gains a fifth.
    /// </summary>
    public static bool Serves(in ConvProblem p) => p.GroupChannels > 2 * PackedFilters.Block && SubsampledInput.Serves(p, ActivationLayout.Nchw);

    /// <summary>Computes dx [N, C, H, W] from dy [N, K, OH, OW].</summary>
    public static void Compute(in ConvProblem p, float* dy, PackedFilters packed, float* dx)
    {
        var q = SubsampledInput.Problem(p);
        var pixels = Scratch.Floats(q.InputLength, Scratch.Use.Output);
        Lanes.Start(new Conv2dDirect(q.ToAdjoint(), dy, ActivationLayout.Nchw, packed, null, pixels, ActivationLayout.Nchw));
        fixed (ConvProblem* problem = &p)
        {
            var planes = p.Batch * p.Channels;
            var job = new Job { P = problem, From = pixels, To = dx, Planes = planes };
            Workers.For((planes + PlanesTogether - 1) / PlanesTogether, &Part, &job, (long)planes * p.Plane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part(void* state, int part)
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        for (var plane = part * PlanesTogether; plane < Math.Min((part + 1) * PlanesTogether, job->Planes); plane++)
        {
            var from = job->From + (nint)plane * p.OutPlane;
            var to = job->To + (nint)plane * p.Plane;
            new Span<float>(to, p.Plane).Clear();
            for (var row = 0; row < p.OutHeight; row++, to += p.StrideH * p.Width)
                for (var column = 0; column < p.OutWidth; column++)
                    to[column * p.StrideW] = *from++;
        }
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* From, To;
        public int Planes;
    }
}
