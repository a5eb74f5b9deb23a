using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Max pooling of blocked activations (<see cref="ActivationLayout.Nchw16c"/>) whose windows overlap from row to row: what is
/// largest along a row of pixels is found once, for all windows that see the row, and waits in a near cache for the rows below.
/// A lane is a channel of the block, lane 0 the block's first. Rows come before columns, as in scan order, so that of equal
/// pixels the first and of NaNs the last still wins. Equals <see cref="PoolReference.Max"/>.
/// </summary>
/// <param name="p">The sizes.</param>
/// <param name="x">Input, blocked.</param>
/// <param name="y">Output, blocked.</param>
internal readonly unsafe struct MaxPoolRows(in PoolProblem p, float* x, float* y) : IRoutine
{
    private const int Block = PackedFilters.Block, PixelsTogether = 448;

    private readonly PoolProblem p = p;

    /// <summary>Whether rows are seen by more than one window, and windows have more than one column to find the largest of.</summary>
    public static bool Serves(in PoolProblem p) => p.WindowHeight > p.StrideH && p.WindowWidth > 1;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        // Convolutions divide large planes by pixels and small ones by filters: who wrote a number reads it.
        var bands = p.Plane <= PixelsTogether ? 1 : Math.Clamp(p.OutPlane / PixelsTogether, Math.Min(2, p.OutHeight), p.OutHeight);
        var blocks = BlockedActivations.Blocks(p.Channels);
        fixed (PoolProblem* problem = &p)
        {
            var job = new Job { P = problem, X = x, Y = y, Bands = bands, Blocks = blocks, Inside = p.AxisW.Whole() };
            Workers.For(p.Batch * bands * blocks, &Part<L, V>, &job, (long)p.Batch * blocks * Block * p.OutPlane * p.WindowHeight * p.WindowWidth);
        }
    }

    /// <summary>A band of rows of outputs of one block. The rows of pixels that a window sees take turns in as many buffers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        ref readonly var p = ref *job->P;
        var (rest, block) = Math.DivRem(part, job->Blocks);
        var (n, band) = Math.DivRem(rest, job->Bands);
        var (from, to) = (band * p.OutHeight / job->Bands, (band + 1) * p.OutHeight / job->Bands);
        var line = p.OutWidth * Block;
        var x = job->X + ((nint)n * job->Blocks + block) * p.Plane * Block;
        var y = job->Y + (((nint)n * job->Blocks + block) * p.OutPlane + (nint)from * p.OutWidth) * Block;
        var buffers = Scratch.Floats((long)p.WindowHeight * line);
        for (int oy = from, next = p.Rows(from).From; oy < to; oy++, y += line)
        {
            var (top, bottom) = p.Rows(oy);
            for (; next < bottom; next++)
                Along<L, V>(job, x + (nint)next * p.Width * Block, Buffer(next));
            if (top < bottom)
                Down(top, bottom);
            else
                new Span<float>(y, line).Clear();
        }

        float* Buffer(int row) => buffers + row % job->P->WindowHeight * line;

        void Down(int top, int bottom)
        {
            // A row that is taken twice changes nothing.
            var first = Buffer(top);
            var row = top + 1;
            do
            {
                var second = row < bottom ? Buffer(row) : first;
                Larger<L, V>(first, second, row + 1 < bottom ? Buffer(row + 1) : second, line, y);
                first = y;
                row += 2;
            }
            while (row < bottom);
        }
    }

    /// <summary>The largest pixels of a row, for each output column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Along<L, V>(Job* job, float* x, float* to)
        where L : ILanes<V>
        where V : unmanaged
    {
        ref readonly var p = ref *job->P;
        for (var ox = 0; ox < p.OutWidth; ox++, to += Block)
        {
            if (p.WindowWidth == 3 && ox == job->Inside.From && ox < job->Inside.To)
            {
                nint step = (nint)p.StrideW * Block;
                for (var pixel = x + (ox * p.StrideW - p.PadLeft) * Block; ox < job->Inside.To; ox++, pixel += step, to += Block)
                    Larger<L, V>(pixel, pixel + Block, pixel + 2 * Block, Block, to);
                if (ox == p.OutWidth)
                    break;
            }

            var (left, right) = p.Columns(ox);
            for (var lane = 0; lane < Block; lane += L.Count)
            {
                var value = left < right ? L.Load(x + left * Block + lane) : L.Broadcast(0);
                for (var column = left + 1; column < right; column++)
                    value = L.Larger(value, L.Load(x + column * Block + lane));
                L.Store(value, to + lane);
            }
        }
    }

    /// <summary>Of each three numbers the largest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Larger<L, V>(float* first, float* second, float* third, int count, float* to)
        where L : ILanes<V>
        where V : unmanaged
    {
        for (var i = 0; i < count; i += L.Count)
            L.Store(L.Larger(L.Larger(L.Load(first + i), L.Load(second + i)), L.Load(third + i)), to + i);
    }

    private struct Job
    {
        public PoolProblem* P;
        public float* X, Y;
        public int Bands, Blocks;
        public (int From, int To) Inside;
    }
}
