using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// One sum for every plane of blocked activations: a lane is a channel of the block, and each of its chains
/// (<see cref="BatchNormReference.Chains"/>) takes every sixteenth pixel, four chains at a time. The bits of
/// <see cref="PlaneSums{TTerm}"/>.
/// </summary>
/// <param name="s">The sizes.</param>
/// <param name="x">The numbers, blocked.</param>
/// <param name="dy">Numbers beside them, blocked; null for terms without.</param>
/// <param name="centers">One for each channel; null for terms without.</param>
/// <param name="sums">One for each plane, image by image.</param>
internal readonly unsafe struct BlockedPlaneSums<TTerm>(in NormSizes s, float* x, float* dy, float* centers, float* sums) : IRoutine
    where TTerm : IPlaneTerm
{
    private const int Block = PackedFilters.Block, Chains = BatchNormReference.Chains, Together = 4;
    private readonly NormSizes s = s;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = new Job { Channels = s.Channels, Pixels = s.Pixels, X = x, Dy = dy == null ? x : dy, Centers = centers, Sums = sums };
        Workers.For(s.Batch * BlockedActivations.Blocks(s.Channels), &Plane<L, V>, &job, s.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plane<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        var (image, block) = Math.DivRem(part, BlockedActivations.Blocks(job->Channels));
        var first = block * Block;
        var present = Math.Min(Block, job->Channels - first);
        var centers = stackalloc float[Block];
        for (var i = 0; i < Block; i++)
            centers[i] = job->Centers == null || i >= present ? 0 : job->Centers[first + i];
        var chains = stackalloc float[Chains * Block];
        var plane = (nint)part * job->Pixels * Block;
        for (var lane = 0; lane < Block; lane += L.Count)
            for (var chain = 0; chain < Chains; chain += Together)
                Fill<L, V>(job, plane + lane, chain, L.Load(centers + lane), chains + chain * Block + lane);
        for (var half = Chains / 2; half > 0; half /= 2)
            for (var i = 0; i < half * Block; i++)
                chains[i] += chains[i + half * Block];
        new Span<float>(chains, present).CopyTo(new(job->Sums + (nint)image * job->Channels + first, present));
    }

    /// <summary>Four neighbouring chains of one vector of channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill<L, V>(Job* job, nint plane, int chain, V center, float* chains)
        where L : ILanes<V>
        where V : unmanaged
    {
        V a = L.Broadcast(0), b = a, c = a, d = a;
        var pixel = chain;
        float* x = job->X + plane + chain * Block, dy = job->Dy + plane + chain * Block;
        for (; pixel + Together <= job->Pixels; pixel += Chains, x += Chains * Block, dy += Chains * Block)
        {
            a = TTerm.Add<L, V>(a, L.Load(x), L.Load(dy), center);
            b = TTerm.Add<L, V>(b, L.Load(x + Block), L.Load(dy + Block), center);
            c = TTerm.Add<L, V>(c, L.Load(x + 2 * Block), L.Load(dy + 2 * Block), center);
            d = TTerm.Add<L, V>(d, L.Load(x + 3 * Block), L.Load(dy + 3 * Block), center);
        }

        // The last run of sixteen pixels may end within these four chains.
        if (pixel < job->Pixels)
            a = TTerm.Add<L, V>(a, L.Load(x), L.Load(dy), center);
        if (pixel + 1 < job->Pixels)
            b = TTerm.Add<L, V>(b, L.Load(x + Block), L.Load(dy + Block), center);
        if (pixel + 2 < job->Pixels)
            c = TTerm.Add<L, V>(c, L.Load(x + 2 * Block), L.Load(dy + 2 * Block), center);
        L.Store(a, chains);
        L.Store(b, chains + Block);
        L.Store(c, chains + 2 * Block);
        L.Store(d, chains + 3 * Block);
    }

    private struct Job
    {
        public int Channels, Pixels;
        public float* X, Dy, Centers, Sums;
    }
}
