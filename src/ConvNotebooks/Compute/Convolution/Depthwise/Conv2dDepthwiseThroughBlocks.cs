using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Depthwise convolution (every channel its own filter) in N C H W by way of blocks of 16 channels: a part of the work brings
/// the rows that some rows of outputs see into a block, computes (<see cref="DepthwiseRows"/>: a lane is a channel) and takes
/// the outputs back, all of it in a near cache. Equals <see cref="Conv2dReference"/>.
/// </summary>
internal readonly unsafe struct Conv2dDepthwiseThroughBlocks(in ConvProblem p, float* x, PackedFilters packed, float* bias, float* y) : IRoutine
{
    private const int Block = PackedFilters.Block, PixelsTogether = 2048;

    private readonly ConvProblem p = p;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var bands = Math.Clamp((p.OutPlane + PixelsTogether - 1) / PixelsTogether, 1, p.OutHeight);
        var blocks = BlockedActivations.Blocks(p.Channels);
        fixed (ConvProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, Y = y, Bias = bias, Weights = packed.Pointer, Bands = bands, Blocks = blocks, Rows = new(p) };
            Workers.For(p.Batch * blocks * bands, &Part<L, V>, &job, p.MultiplyAdds);
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
        var (rest, band) = Math.DivRem(part, job->Bands);
        var (n, block) = Math.DivRem(rest, job->Blocks);
        var (top, bottom) = (band * p.OutHeight / job->Bands, (band + 1) * p.OutHeight / job->Bands);
        var channels = Math.Min(Block, p.Channels - block * Block);
        var (firstRow, lastRow) = (
            Math.Clamp(top * p.StrideH - p.PadTop, 0, p.Height),
            Math.Clamp((bottom - 1) * p.StrideH - p.PadTop + (p.FilterHeight - 1) * p.DilationH + 1, 0, p.Height));
        var pixels = Math.Max(0, lastRow - firstRow) * p.Width;
        var room = Scratch.Floats((long)Block * (pixels + (bottom - top) * p.OutWidth));
        var from = job->X + ((nint)n * p.Channels + block * Block) * p.Plane + (nint)firstRow * p.Width;
        BlockedActivations.ToBlock(from, p.Plane, channels, pixels, room);

        var x = room - (nint)firstRow * p.Width * Block;
        var outputs = room + (nint)pixels * Block;
        job->Rows.Run<L, V>(p, block, channels, x, job->Weights, job->Bias, top, bottom, outputs);
        var to = job->Y + ((nint)n * p.Channels + block * Block) * p.OutPlane + (nint)top * p.OutWidth;
        Transpose.ToPlanes(outputs, Block, (bottom - top) * p.OutWidth, channels, to, p.OutPlane);
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* X, Y, Bias, Weights;
        public DepthwiseRows Rows;
        public int Bands, Blocks;
    }
}
