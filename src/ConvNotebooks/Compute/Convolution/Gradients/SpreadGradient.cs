using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The gradient with respect to the input of a pointwise convolution of a larger stride: that of the pixels which it reads, side by
/// side (<see cref="SubsampledInput"/>, whose adjoint this is), spread among zeros. Some images at a time, so that the pixels
/// are still in a near cache. Equals <see cref="Conv2dGradientReference"/>.
/// </summary>
/// <param name="p">The convolution's sizes.</param>
/// <param name="dy">Gradient of the output.</param>
/// <param name="dyLayout">Its layout.</param>
/// <param name="packed">The filters, for the gradient.</param>
/// <param name="dx">Gradient of the input, overwritten.</param>
/// <param name="dxLayout">Its layout.</param>
/// <param name="rectified">The input, blocked as dx is, if the gradient is to be that of the rectifier which gave it; otherwise null.</param>
internal readonly unsafe struct SpreadGradient(
    in ConvProblem p, float* dy, ActivationLayout dyLayout, PackedFilters packed, float* dx, ActivationLayout dxLayout, float* rectified) : IRoutine
{
    private const int Block = PackedFilters.Block;

    private readonly ConvProblem p = p;

    /// <summary>
    /// Whether several strips of channels are computed, in rows of a few tiles: side by side they fill the tiles, and the zeros
    /// are written as memory takes them. ResNet-50's skips (28x28, 14x14 and 7x7 outputs) gain a tenth to a fifth.
    /// </summary>
    public static bool Serves(in ConvProblem p) => p is { GroupChannels: > 2 * Block, OutWidth: <= 28 } && SubsampledInput.Skips(p);

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var blocked = dxLayout == ActivationLayout.Nchw16c;
        var images = Math.Min(SubsampledInput.ImagesTogether(p), p.Batch);
        var pixels = Scratch.Floats(BlockedActivations.Length(dxLayout, images, p.Channels, p.OutPlane), Scratch.Use.Output);
        for (var n = 0; n < p.Batch; n += images)
        {
            var some = p with { Batch = Math.Min(images, p.Batch - n) };
            var from = dy + BlockedActivations.Length(dyLayout, n, p.Filters, p.OutPlane);
            new Conv2dDirect(SubsampledInput.Problem(some).ToAdjoint(), from, dyLayout, packed, null, pixels, dxLayout).Run<L, V>();
            var first = BlockedActivations.Length(dxLayout, n, p.Channels, p.Plane);
            var job = new Job
            {
                P = &some,
                From = pixels,
                To = dx + first,
                Rectified = rectified == null ? null : rectified + first,
                Planes = some.Batch * (blocked ? BlockedActivations.Blocks(p.Channels) : p.Channels),
            };
            if (blocked)
                Workers.For(job.Planes, &Blocked<L, V>, &job, (long)job.Planes * p.Plane * Block);
            else
                Workers.For((job.Planes + Block - 1) / Block, &Planes, &job, (long)job.Planes * p.Plane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blocked<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var from = job->From + (nint)part * p.OutPlane * Block;
        for (var row = 0; row < p.OutHeight; row++)
        {
            var first = ((nint)part * p.Plane + row * p.StrideH * p.Width) * Block;
            new Span<float>(job->To + first, RowsUntilNext(p, row) * p.Width * Block).Clear();
            for (var column = 0; column < p.OutWidth; column++, first += p.StrideW * Block)
            {
                for (var lane = 0; lane < Block; lane += L.Count, from += L.Count)
                {
                    var value = L.Load(from);
                    if (job->Rectified != null)
                        value = L.IfLess(L.Broadcast(0), L.Load(job->Rectified + first + lane), value, L.Broadcast(0));
                    L.Store(value, job->To + first + lane);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Planes(void* state, int part)
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var from = job->From + (nint)part * Block * p.OutPlane;
        for (var plane = part * Block; plane < Math.Min((part + 1) * Block, job->Planes); plane++)
        {
            for (var row = 0; row < p.OutHeight; row++)
            {
                var to = job->To + (nint)plane * p.Plane + row * p.StrideH * p.Width;
                new Span<float>(to, RowsUntilNext(p, row) * p.Width).Clear();
                for (var column = 0; column < p.OutWidth; column++)
                    to[column * p.StrideW] = *from++;
            }
        }
    }

    /// <summary>A row that holds pixels and those after it that hold none.</summary>
    private static int RowsUntilNext(in ConvProblem p, int row) => row + 1 < p.OutHeight ? p.StrideH : p.Height - row * p.StrideH;

    private struct Job
    {
        public ConvProblem* P;
        public float* From, To, Rectified;
        public int Planes;
    }
}
