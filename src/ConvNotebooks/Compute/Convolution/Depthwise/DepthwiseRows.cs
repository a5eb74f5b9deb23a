using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Rows of outputs of a depthwise convolution in blocks: a lane is a channel and its filter. Neighbouring outputs go together,
/// up to eight, each an accumulator: along a row those that see the whole width of the window, then down the columns at its
/// ends those that see its whole height. Rows and columns of padding are left out. Every output is the chain of
/// <see cref="Conv2dReference"/>.
/// </summary>
internal readonly unsafe struct DepthwiseRows
{
    private const int Block = PackedFilters.Block;

    // The columns and rows of outputs that see the whole width and height of the window.
    private readonly (int From, int To) columns, rows;

    public DepthwiseRows(in ConvProblem p)
    {
        columns = p.AxisW.Whole();
        rows = p.AxisH.Whole();
    }

    /// <summary>Computes rows of one block.</summary>
    /// <param name="p">The sizes.</param>
    /// <param name="block">Which block of 16 channels.</param>
    /// <param name="lanes">Channels of it that are wanted, rounded up to whole vectors.</param>
    /// <param name="x">The block's first pixel.</param>
    /// <param name="weights">The first block's first tap.</param>
    /// <param name="bias">One per filter, or null.</param>
    /// <param name="top">The first row.</param>
    /// <param name="bottom">The row after the last.</param>
    /// <param name="y">The first row's first output.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<L, V>(in ConvProblem p, int block, int lanes, float* x, float* weights, float* bias, int top, int bottom, float* y)
        where L : ILanes<V>
        where V : unmanaged
    {
        var channels = Math.Min(Block, p.Channels - block * Block);
        var starts = stackalloc float[Block];
        for (var lane = 0; lane < Block; lane++)
            starts[lane] = lane < channels && bias != null ? bias[block * Block + lane] : 0;
        weights += (nint)block * p.WindowTaps * Block;
        for (var lane = 0; lane < lanes; lane += L.Count)
            Run<L, V>(p, x + lane, weights + lane, starts + lane, top, bottom, y + lane);
    }

    /// <summary>Computes rows in as many channels as a vector has lanes.</summary>
    /// <param name="p">The sizes.</param>
    /// <param name="x">The block's first pixel, in the first of the channels.</param>
    /// <param name="w">The block's first tap.</param>
    /// <param name="bias">Where the chains start.</param>
    /// <param name="top">The first row.</param>
    /// <param name="bottom">The row after the last.</param>
    /// <param name="y">The first row's first output.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Run<L, V>(in ConvProblem p, float* x, float* w, float* bias, int top, int bottom, float* y)
        where L : ILanes<V>
        where V : unmanaged
    {
        nint line = (nint)p.OutWidth * Block;
        for (var row = top; row < bottom && columns.From < columns.To; row++)
        {
            var taps = See(p, x, w, bias, row, columns.From);
            (taps.PixelStep, taps.OutputStep) = ((nint)p.StrideW * Block, Block);
            for (int column = columns.From, count; column < columns.To; column += count, taps.X += count * taps.PixelStep)
            {
                count = Together(columns.To - column);
                Outputs<L, V>(&taps, count, y + (row - top) * line + (nint)column * Block);
            }
        }

        for (var column = columns.From > 0 ? 0 : columns.To; column < p.OutWidth; column = column + 1 == columns.From ? columns.To : column + 1)
        {
            for (int row = top, count; row < bottom; row += count)
            {
                count = row >= rows.From && row < rows.To ? Together(Math.Min(bottom, rows.To) - row) : 1;
                var taps = See(p, x, w, bias, row, column);
                (taps.PixelStep, taps.OutputStep) = ((nint)p.StrideH * p.Width * Block, line);
                Outputs<L, V>(&taps, count, y + (row - top) * line + (nint)column * Block);
            }
        }
    }

    /// <summary>The part of the window that an output sees.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Taps See(in ConvProblem p, float* x, float* w, float* bias, int row, int column)
    {
        var (above, left) = (row * p.StrideH - p.PadTop, column * p.StrideW - p.PadLeft);
        var (firstRow, lastRow) = p.AxisH.TapsOf(row);
        var (firstColumn, lastColumn) = p.AxisW.TapsOf(column);
        return new()
        {
            X = x + (((nint)above + firstRow * p.DilationH) * p.Width + left + firstColumn * p.DilationW) * Block,
            W = w + ((nint)firstRow * p.FilterWidth + firstColumn) * Block,
            Bias = bias,
            Rows = lastRow - firstRow,
            RowStep = (nint)p.DilationH * p.Width * Block,
            Columns = lastColumn - firstColumn,
            WindowColumns = p.FilterWidth,
            ColumnStep = (nint)p.DilationW * Block,
        };
    }

    /// <summary>How many of the outputs that are left go together: of ten five, not eight, which leaves two chains to fill the pipes.</summary>
    private static int Together(int left) => left <= 8 ? left : left < 16 ? (left + 1) / 2 : 8;

    /// <summary>Up to eight outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Outputs<L, V>(Taps* taps, int count, float* y)
        where L : ILanes<V>
        where V : unmanaged
    {
        switch (count)
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

        var to = t->OutputStep;
        L.Store(a, y);
        if (R.Value > 1)
            L.Store(b, y + to);
        if (R.Value > 2)
            L.Store(c, y + 2 * to);
        if (R.Value > 3)
            L.Store(d, y + 3 * to);
        if (R.Value > 4)
            L.Store(e, y + 4 * to);
        if (R.Value > 5)
            L.Store(f, y + 5 * to);
        if (R.Value > 6)
            L.Store(g, y + 6 * to);
        if (R.Value > 7)
            L.Store(h, y + 7 * to);
    }

    /// <summary>The part of the window that some outputs see: where the first one's begins, in floats from tap to tap and pixel to pixel.</summary>
    private struct Taps
    {
        public float* X, W, Bias;
        public int Rows, Columns, WindowColumns;
        public nint RowStep, ColumnStep, PixelStep, OutputStep;
    }
}
