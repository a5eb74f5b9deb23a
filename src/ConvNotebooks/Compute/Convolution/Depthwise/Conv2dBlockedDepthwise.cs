using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Depthwise convolution (every channel its own filter) of blocked activations: a lane is a channel and its filter, lane 0 the
/// block's first. A part of the work is a few rows of outputs of one block (<see cref="DepthwiseRows"/>). Equals <see cref="Conv2dReference"/>.
/// </summary>
internal readonly unsafe struct Conv2dBlockedDepthwise(in ConvProblem p, float* x, PackedFilters packed, float* bias, float* y, ConvFinish* finish = null)
    : IRoutine
{
    private const int Block = PackedFilters.Block, PixelsTogether = 448, SmallPlane = 448;

    private readonly ConvProblem p = p;

    /// <summary>Filters w [C, 1, FH, FW] in blocks of 16, tap after tap.</summary>
    public static PackedFilters Pack(in ConvProblem p, ReadOnlySpan<float> w) => new(p with { Channels = 1, Groups = 1 }, w);

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        // The pointwise convolutions around it divide large planes by pixels and small ones by filters: who wrote a number reads it.
        var bands = p.Plane <= SmallPlane ? 1 : Math.Clamp(p.OutPlane / PixelsTogether, Math.Min(2, p.OutHeight), p.OutHeight);
        var blocks = BlockedActivations.Blocks(p.Channels);
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job
            {
                P = problem,
                X = x,
                Y = y,
                Bias = bias,
                Weights = packed.Pointer,
                Finish = finish,
                Bands = bands,
                Blocks = blocks,
                Rows = new(p),
            };
            Workers.For(p.Batch * bands * blocks, &Part<L, V>, &job, p.MultiplyAdds);
        }

        GC.KeepAlive(packed);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (rest, block) = Math.DivRem(part, job->Blocks);
        var (n, band) = Math.DivRem(rest, job->Bands);
        var (top, bottom) = (band * p.OutHeight / job->Bands, (band + 1) * p.OutHeight / job->Bands);
        var x = job->X + ((nint)n * job->Blocks + block) * p.Plane * Block;
        var y = job->Y + ((nint)n * job->Blocks + block) * p.OutPlane * Block;
        job->Rows.Run<L, V>(p, block, Block, x, job->Weights, job->Bias, top, bottom, y + (nint)top * p.OutWidth * Block);
        if (job->Finish != null)
            ConvFinish.Apply<L, V>(job->Finish, y, n, block * Block, Block, p.OutPlane, top * p.OutWidth, (bottom - top) * p.OutWidth);
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* X, Y, Bias, Weights;
        public ConvFinish* Finish;
        public DepthwiseRows Rows;
        public int Bands, Blocks;
    }
}
