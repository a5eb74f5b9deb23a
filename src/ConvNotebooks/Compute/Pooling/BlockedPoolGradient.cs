using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>What a window's output adds to one of its pixels, for every vector width.</summary>
internal interface IBlockedPoolGradient
{
    /// <summary>What is to be added, from the output's gradient and the number of pixels of the window.</summary>
    static abstract V Share<L, V>(V dy, float count)
        where L : ILanes<V>
        where V : unmanaged;

    /// <summary>dx with the share added, where the place of the window is one that gets it.</summary>
    static abstract V Add<L, V>(V dx, V share, V switches, float place)
        where L : ILanes<V>
        where V : unmanaged;
}

/// <summary>
/// The gradient of pooling of blocked activations, a block of a plane at a time: a lane is a channel of the block, and the
/// outputs, in order, add to the pixels of their windows. Windows side by side that cover all pixels need no zeros to begin
/// with. Equals <see cref="PoolGradientReference"/>.
/// </summary>
/// <param name="p">The pooling's sizes.</param>
/// <param name="switches">What <see cref="BlockedSwitches"/> left; null where every pixel gets a share.</param>
/// <param name="dy">Gradient of the output.</param>
/// <param name="rectified">The output, if the gradient is to be that of the rectifier before the pooling; otherwise null.</param>
/// <param name="dx">Gradient of the input, overwritten.</param>
/// <param name="includePadding">Whether padding counts in a mean.</param>
internal readonly unsafe struct BlockedPoolGradient<TGradient>(in PoolProblem p, float* switches, float* dy, float* rectified, float* dx, bool includePadding = false)
    : IRoutine
    where TGradient : IBlockedPoolGradient
{
    private const int Block = PackedFilters.Block;

    private readonly PoolProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (PoolProblem* problem = &p)
        {
            var job = new Job
            {
                P = problem,
                Switches = switches == null ? dy : switches,
                Dy = dy,
                Rectified = rectified,
                Dx = dx,
                Count = includePadding ? p.WindowHeight * p.WindowWidth : 0,
                Covered = p is { PadTop: 0, PadLeft: 0 } && (p.StrideH, p.StrideW) == (p.WindowHeight, p.WindowWidth)
                    && (p.OutHeight * p.StrideH, p.OutWidth * p.StrideW) == (p.Height, p.Width),
            };
            var blocks = p.Batch * BlockedActivations.Blocks(p.Channels);
            Workers.For(blocks, &Plane<L, V>, &job, (long)blocks * Block * p.Plane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plane<L, V>(void* state, int block)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var plane = job->Dx + (nint)block * p.Plane * Block;
        if (!job->Covered)
            new Span<float>(plane, p.Plane * Block).Clear();
        var output = (nint)block * p.OutPlane * Block;
        for (var oy = 0; oy < p.OutHeight; oy++)
        {
            var (top, bottom) = p.Rows(oy);
            for (var ox = 0; ox < p.OutWidth; ox++, output += Block)
            {
                var (left, right) = p.Columns(ox);
                var window = plane + ((nint)top * p.Width + left) * Block;
                for (var lane = 0; lane < Block; lane += L.Count)
                    Window<L, V>(job, output + lane, window + lane, bottom - top, right - left);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Window<L, V>(Job* job, nint output, float* dx, int rows, int columns)
        where L : ILanes<V>
        where V : unmanaged
    {
        var dy = L.Load(job->Dy + output);
        if (job->Rectified != null)
            dy = L.IfLess(L.Broadcast(0), L.Load(job->Rectified + output), dy, L.Broadcast(0));
        var switches = L.Load(job->Switches + output);
        var share = TGradient.Share<L, V>(dy, job->Count > 0 ? job->Count : rows * columns);
        var place = 0;
        for (var row = 0; row < rows; row++, dx += (nint)job->P->Width * Block)
        {
            for (var column = 0; column < columns; column++, place++)
            {
                var pixel = dx + column * Block;
                var before = job->Covered ? L.Broadcast(0) : L.Load(pixel);
                L.Store(TGradient.Add<L, V>(before, share, switches, place), pixel);
            }
        }
    }

    private struct Job
    {
        public PoolProblem* P;
        public float* Switches, Dy, Rectified, Dx;
        public bool Covered;
        public int Count;
    }
}
