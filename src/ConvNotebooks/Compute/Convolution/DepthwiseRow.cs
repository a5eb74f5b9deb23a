using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// One row of outputs of a depthwise convolution in blocks: a lane is a channel and its filter. Neighbouring outputs that see
/// the whole width of the window go together, up to eight, each an accumulator; those at the ends go one by one; rows and
/// columns of padding are left out. Every output is the chain of <see cref="Conv2dReference"/>.
/// </summary>
internal readonly unsafe struct DepthwiseRow
{
    private const int Block = PackedFilters.Block;

    // The columns of outputs that see the whole width of the window.
    private readonly int wholeFrom, wholeTo;

    public DepthwiseRow(in ConvProblem p)
    {
        wholeFrom = Math.Min((p.PadLeft + p.StrideW - 1) / p.StrideW, p.OutWidth);
        var room = p.Width - 1 - (p.FilterWidth - 1) * p.DilationW + p.PadLeft;
        wholeTo = Math.Clamp(room < 0 ? 0 : room / p.StrideW + 1, wholeFrom, p.OutWidth);
    }

    /// <summary>Computes a row in as many channels as a vector has lanes.</summary>
    /// <param name="p">The sizes.</param>
    /// <param name="x">The block's first pixel, in the first of the channels.</param>
    /// <param name="w">The block's first tap.</param>
    /// <param name="bias">Where the chains start.</param>
    /// <param name="row">The row.</param>
    /// <param name="y">Its first output.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<L, V>(in ConvProblem p, float* x, float* w, float* bias, int row, float* y)
        where L : ILanes<V>
        where V : unmanaged
    {
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
            if (column < wholeFrom || column >= wholeTo)
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
            column += Outputs<L, V>(&inside, wholeTo - column, y + (nint)column * Block);
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

    /// <summary>The part of the window that some outputs see: where the first one's begins, in floats from tap to tap and pixel to pixel.</summary>
    private struct Taps
    {
        public float* X, W, Bias;
        public int Rows, Columns, WindowColumns;
        public nint RowStep, ColumnStep, PixelStep;
    }
}
