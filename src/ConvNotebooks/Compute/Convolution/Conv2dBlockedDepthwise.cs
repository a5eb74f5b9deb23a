using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Depthwise convolution (every channel its own filter) of blocked activations: a lane is a channel and its filter, lane 0 the
/// block's first. A part of the work is a few rows of outputs of one block. Neighbouring outputs of a row go together, each an
/// accumulator: those that see the same columns of the window, up to eight; rows and columns of padding are left out.
/// Equals <see cref="Conv2dReference"/>.
/// </summary>
internal readonly unsafe struct Conv2dBlockedDepthwise(in ConvProblem p, float* x, PackedFilters packed, float* bias, float* y, ConvFinish* finish = null)
    : IRoutine
{
    private const int Block = PackedFilters.Block, PixelsTogether = 96;

    private readonly ConvProblem p = p;

    /// <summary>Filters w [C, 1, FH, FW] in blocks of 16, tap after tap.</summary>
    public static PackedFilters Pack(in ConvProblem p, ReadOnlySpan<float> w) => new(p with { Channels = 1, Groups = 1 }, w);

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var bands = Math.Clamp(p.OutPlane / PixelsTogether, 1, p.OutHeight);
        var blocks = BlockedActivations.Blocks(p.Channels);
        var (from, to) = Whole();
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
                WholeFrom = from,
                WholeTo = to,
            };
            Workers.For(p.Batch * bands * blocks, &Part<L, V>, &job, p.MultiplyAdds);
        }

        GC.KeepAlive(packed);
    }

    /// <summary>The columns of outputs that see the whole width of the window.</summary>
    private (int From, int To) Whole()
    {
        var from = Math.Min((p.PadLeft + p.StrideW - 1) / p.StrideW, p.OutWidth);
        var room = p.Width - 1 - (p.FilterWidth - 1) * p.DilationW + p.PadLeft;
        return (from, Math.Clamp(room < 0 ? 0 : room / p.StrideW + 1, from, p.OutWidth));
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
        var channels = Math.Min(Block, p.Channels - block * Block);
        var biases = stackalloc float[Block];
        for (var lane = 0; lane < Block; lane++)
            biases[lane] = lane < channels && job->Bias != null ? job->Bias[block * Block + lane] : 0;
        for (var row = top; row < bottom; row++)
        {
            for (var lane = 0; lane < Block; lane += L.Count)
            {
                var weights = job->Weights + (nint)block * p.WindowTaps * Block + lane;
                Row<L, V>(job, x + lane, weights, biases + lane, row, y + (nint)row * p.OutWidth * Block + lane);
            }
        }

        if (job->Finish != null)
            ConvFinish.Apply<L, V>(job->Finish, y, n, block * Block, Block, p.OutPlane, top * p.OutWidth, (bottom - top) * p.OutWidth);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<L, V>(Job* job, float* x, float* w, float* bias, int row, float* y)
        where L : ILanes<V>
        where V : unmanaged
    {
        ref readonly var p = ref *job->P;
        var first = row * p.StrideH - p.PadTop;
        var above = first >= 0 ? 0 : Math.Min((p.DilationH - 1 - first) / p.DilationH, p.FilterHeight);
        var below = first >= p.Height ? above : Math.Clamp((p.Height - 1 - first) / p.DilationH + 1, above, p.FilterHeight);
        var taps = new Taps
        {
            X = x + ((nint)first + above * p.DilationH) * p.Width * Block,
            W = w + (nint)above * p.FilterWidth * Block,
            Bias = bias,
            Rows = below - above,
            RowStep = (nint)p.DilationH * p.Width * Block,
            Columns = p.FilterWidth,
            WindowColumns = p.FilterWidth,
            ColumnStep = (nint)p.DilationW * Block,
            PixelStep = (nint)p.StrideW * Block,
        };
        for (var column = 0; column < p.OutWidth;)
        {
            if (column < job->WholeFrom || column >= job->WholeTo)
            {
                var left = column * p.StrideW - p.PadLeft;
                var before = left >= 0 ? 0 : Math.Min((p.DilationW - 1 - left) / p.DilationW, p.FilterWidth);
                var after = left >= p.Width ? before : Math.Clamp((p.Width - 1 - left) / p.DilationW + 1, before, p.FilterWidth);
                var edge = taps;
                edge.X += ((nint)left + before * p.DilationW) * Block;
                edge.W += (nint)before * Block;
                edge.Columns = after - before;
                Outputs<L, V, Size1>(&edge, y + (nint)column * Block);
                column++;
                continue;
            }

            var inside = taps;
            inside.X += ((nint)column * p.StrideW - p.PadLeft) * Block;
            column += Outputs<L, V>(&inside, job->WholeTo - column, y + (nint)column * Block);
        }
    }

    /// <summary>Up to eight outputs; gives how many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Outputs<L, V>(Taps* taps, int left, float* y)
        where L : ILanes<V>
        where V : unmanaged
    {
        // Ten are two fives, not eight and two, whose chains are too few to fill the pipes.
        var together = left <= 8 ? left : left < 12 ? left / 2 : 8;
        switch (together)
        {
            case 8:
                Outputs<L, V, Size8>(taps, y);
                break;
            case 7:
                Outputs<L, V, Size7>(taps, y);
                break;
            case 6:
                Outputs<L, V, Size6>(taps, y);
                break;
            case 5:
                Outputs<L, V, Size5>(taps, y);
                break;
            case 4:
                Outputs<L, V, Size4>(taps, y);
                break;
            case 3:
                Outputs<L, V, Size3>(taps, y);
                break;
            case 2:
                Outputs<L, V, Size2>(taps, y);
                break;
            default:
                Outputs<L, V, Size1>(taps, y);
                break;
        }

        return together;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Outputs<L, V, R>(Taps* t, float* y)
        where L : ILanes<V>
        where V : unmanaged
        where R : ISize
    {
        V a, b, c, d, e, f, g, h;
        a = b = c = d = e = f = g = h = L.Load(t->Bias);
        var (x, w, columns) = ((nint)t->X, (nint)t->W, t->Columns);
        nint s = t->PixelStep, s3 = 3 * s, step = t->ColumnStep;
        for (var row = t->Rows; row > 0; row--, x += t->RowStep * sizeof(float), w += t->WindowColumns * Block * sizeof(float))
        {
            float* at = (float*)x, tap = (float*)w;
            for (var column = columns; column > 0; column--, at += step, tap += Block)
            {
                var weight = L.Load(tap);
                a = L.FusedMultiplyAdd(weight, L.Load(at), a);
                if (R.Value > 1)
                    b = L.FusedMultiplyAdd(weight, L.Load(at + s), b);
                if (R.Value > 2)
                    c = L.FusedMultiplyAdd(weight, L.Load(at + 2 * s), c);
                if (R.Value > 3)
                    d = L.FusedMultiplyAdd(weight, L.Load(at + s3), d);
                var next = at + 4 * s;
                if (R.Value > 4)
                    e = L.FusedMultiplyAdd(weight, L.Load(next), e);
                if (R.Value > 5)
                    f = L.FusedMultiplyAdd(weight, L.Load(next + s), f);
                if (R.Value > 6)
                    g = L.FusedMultiplyAdd(weight, L.Load(next + 2 * s), g);
                if (R.Value > 7)
                    h = L.FusedMultiplyAdd(weight, L.Load(next + s3), h);
            }
        }

        L.Store(a, y);
        if (R.Value > 1)
            L.Store(b, y + Block);
        if (R.Value > 2)
            L.Store(c, y + 2 * Block);
        if (R.Value > 3)
            L.Store(d, y + 3 * Block);
        if (R.Value > 4)
            L.Store(e, y + 4 * Block);
        if (R.Value > 5)
            L.Store(f, y + 5 * Block);
        if (R.Value > 6)
            L.Store(g, y + 6 * Block);
        if (R.Value > 7)
            L.Store(h, y + 7 * Block);
    }

    private struct Job
    {
        public ConvProblem* P;
        public float* X, Y, Bias, Weights;
        public ConvFinish* Finish;
        public int Bands, Blocks, WholeFrom, WholeTo;
    }

    /// <summary>The part of the window that some outputs see: where the first one's begins, in floats from tap to tap and pixel to pixel.</summary>
    private struct Taps
    {
        public float* X, W, Bias;
        public int Rows, Columns, WindowColumns;
        public nint RowStep, ColumnStep, PixelStep;
    }
}
