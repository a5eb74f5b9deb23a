using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The gradient with respect to the input of a 3x3 convolution that a max pooling of 2x2 squares follows: filter by filter the
/// gradients that are not 0 (<see cref="WinnerLists"/>) are spread over what their windows see (<see cref="WinnerSpreadRoutine{L, V, F}"/>),
/// in a padded copy of an image's gradient that a near cache holds. Every number is one chain over filters, rows and columns. Equals
/// <see cref="Conv2dGradientReference.Input"/> where all numbers are finite, but for the sign of a 0: products with 0 change nothing
/// else. Where some are not, it says so and leaves the work to the dense routine.
/// </summary>
/// <param name="p">The convolution's sizes.</param>
/// <param name="dy">What comes back through the pooling.</param>
/// <param name="packed">What <see cref="PackedFilters.ForInputGradient"/> made of the filters.</param>
/// <param name="dx">Gradient of the input, blocked, overwritten.</param>
/// <param name="rectified">The input, if the gradient is to be that of the rectifier which gave it; otherwise null.</param>
/// <param name="finite">Set to false where a filter or a gradient is not finite.</param>
internal readonly unsafe struct Conv2dPooledInputGradient(
    in ConvProblem p, PooledGradient dy, PackedFilters packed, float* dx, float* rectified, bool* finite) : IRoutine
{
    private const int Block = PackedFilters.Block, BlocksTogether = 2, Places = 9;

    // Numbers of a padded image in two blocks: part of a processor's own cache.
    private const int MostNumbers = 64 * 1024;

    private readonly ConvProblem p = p;

    /// <summary>Whether it computes a problem, and sooner than all pixels are: that of the filters' gradient, on images that a cache holds.</summary>
    public static bool Computes(in ConvProblem p) =>
        Conv2dPooledFilterGradient.Computes(p) && (p.OutHeight + 2) * (p.OutWidth + 2) * Block * BlocksTogether <= MostNumbers;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (ConvProblem* problem = &p)
        {
            var runs = (BlockedActivations.Blocks(p.Channels) + BlocksTogether - 1) / BlocksTogether;
            *finite = PaddedBand.AllFinite<L, V>(packed.Pointer, (nint)packed.GroupBlocks * packed.BlockLength);
            var job = new Job
            {
                P = problem,
                Dy = dy,
                Weights = packed.Pointer,
                BlockLength = packed.BlockLength,
                Dx = dx,
                Rectified = rectified,
                Runs = runs,
                Finite = finite,
            };
            Workers.For(p.Batch * runs, &Part<L, V>, &job, p.MultiplyAdds / 2);
            GC.KeepAlive(packed);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (n, run) = Math.DivRem(part, job->Runs);
        var blocks = BlockedActivations.Blocks(p.Channels);
        var firstBlock = run * BlocksTogether;
        var together = Math.Min(BlocksTogether, blocks - firstBlock);
        int rows = p.OutHeight / 2, width = p.OutWidth / 2, rowStep = (p.OutWidth + 2) * Block;
        var plane = (nint)(p.OutHeight + 2) * rowStep;
        var padded = Scratch.Floats(BlocksTogether * plane + WinnerLists.Length(rows, width));
        var lists = new WinnerLists(padded + BlocksTogether * plane, rows, width, rowStep);
        new Span<float>(padded, (int)(together * plane)).Clear();
        for (var filter = 0; filter < p.Filters; filter += Block)
        {
            var filters = Math.Min(Block, p.Filters - filter);
            var at = ((nint)n * BlockedActivations.Blocks(p.Filters) * Block + filter) * rows * width;
            if (!lists.Fill<L, V>(job->Dy.At(at), 0, filters, rows))
                *job->Finite = false;
            Spread<L, V>(lists, padded, plane, rowStep, together, filters,
                job->Weights + (nint)firstBlock * job->BlockLength + (nint)filter * Places * Block, job->BlockLength);
        }

        var to = ((nint)n * blocks + firstBlock) * p.Plane * Block;
        for (var block = 0; block < together; block++, to += (nint)p.Plane * Block)
            Store<L, V>(p, padded + block * plane, rowStep, job->Rectified == null ? null : job->Rectified + to, job->Dx + to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread<L, V>(in WinnerLists lists, float* padded, nint plane, int rowStep, int blocks, int filters, float* weights, int blockLength)
        where L : ILanes<V>
        where V : unmanaged
    {
        // As many places of filters as the registers hold beside a gradient.
        var two = L.TileRows >= Places;
        var tile = new WinnerTile { RowStep = rowStep };
        var channels = blocks * Block;
        for (var filter = 0; filter < filters; filter++, weights += Places * Block)
        {
            lists.To(ref tile, filter);
            for (var c = 0; c < channels;)
            {
                var next = c + L.Count;
                var pair = two && next < channels;
                tile.To(padded, plane, c, L.Count);
                tile.Places0 = weights + (nint)(c / Block) * blockLength + c % Block;
                tile.Places1 = weights + (nint)(next / Block) * blockLength + next % Block;
                if (pair)
                    WinnerSpreadRoutine<L, V, Size2>.Run(&tile);
                else
                    WinnerSpreadRoutine<L, V, Size1>.Run(&tile);
                c = pair ? next + L.Count : next;
            }
        }
    }

    /// <summary>A block's pixels without what is padding; 0 where no window saw them, and where the rectifier switched them off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Store<L, V>(in ConvProblem p, float* padded, int rowStep, float* rectified, float* dx)
        where L : ILanes<V>
        where V : unmanaged
    {
        var seen = Math.Clamp(p.OutWidth + 2 - p.PadLeft, 0, p.Width) * Block;
        var zero = L.Broadcast(0);
        for (var y = 0; y < p.Height; y++)
        {
            var from = padded + (nint)(y + p.PadTop) * rowStep + p.PadLeft * Block;
            var present = y + p.PadTop < p.OutHeight + 2 ? seen : 0;
            for (var i = 0; i < p.Width * Block; i += L.Count, dx += L.Count)
            {
                // A chain can end at −0 where products are too small for a number; one with zeros between them ends at +0.
                var v = i < present ? L.Add(L.Load(from + i), zero) : zero;
                if (rectified != null)
                {
                    v = L.IfLess(zero, L.Load(rectified), v, zero);
                    rectified += L.Count;
                }

                L.Store(v, dx);
            }
        }
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* Weights, Dx, Rectified;
        public PooledGradient Dy;
        public bool* Finite;
        public int BlockLength, Runs;
    }
}
