using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The gradient with respect to the biases from blocked output gradients: a lane is a filter, and each sums its pixels image
/// by image, in order. Equals <see cref="Conv2dGradientReference.Biases"/>.
/// </summary>
internal readonly unsafe struct Conv2dBiasGradient(in ConvProblem p, float* dy, float* db) : IRoutine
{
    private readonly ConvProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job { P = problem, Dy = dy, Db = db };
            Workers.For(p.Groups * BlockedActivations.Blocks(p.GroupFilters), &Block<L, V>, &job, p.OutputLength);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var blocks = BlockedActivations.Blocks(p.GroupFilters);
        var (g, block) = Math.DivRem(part, blocks);
        var sums = stackalloc float[PackedFilters.Block];
        for (var lane = 0; lane < PackedFilters.Block; lane += L.Count)
        {
            var sum = L.Broadcast(0);
            for (var n = 0; n < p.Batch; n++)
            {
                var dy = job->Dy + (((nint)n * p.Groups + g) * blocks + block) * p.OutPlane * PackedFilters.Block + lane;
                for (var pixel = 0; pixel < p.OutPlane; pixel++)
                    sum = L.Add(sum, L.Load(dy + (nint)pixel * PackedFilters.Block));
            }

            L.Store(sum, sums + lane);
        }

        var present = Math.Min(PackedFilters.Block, p.GroupFilters - block * PackedFilters.Block);
        new Span<float>(sums, present).CopyTo(new(job->Db + g * p.GroupFilters + block * PackedFilters.Block, present));
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* Dy, Db;
    }
}
