using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>Copies a band of a blocked image with its padding as zeros, so that every window is whole.</summary>
internal static unsafe class PaddedBand
{
    private const int Block = PackedFilters.Block;

    /// <summary>Copies rows and columns of neighbouring blocks, of which those outside the image are 0; tells whether all numbers are finite.</summary>
    /// <param name="x">The first block's first pixel.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="blocks">Blocks of channels.</param>
    /// <param name="top">The first row to copy; it may be above the image.</param>
    /// <param name="rows">Rows to copy.</param>
    /// <param name="left">The first column to copy; it may be left of the image.</param>
    /// <param name="columns">Columns to copy.</param>
    /// <param name="band">Where to: block after block, row after row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Copy<L, V>(float* x, int height, int width, int blocks, int top, int rows, int left, int columns, float* band)
        where L : ILanes<V>
        where V : unmanaged
    {
        var from = Math.Clamp(-left, 0, columns);
        var to = Math.Clamp(width - left, from, columns);
        V zero = L.Broadcast(0), a = zero, b = zero, c = zero, d = zero;
        for (var block = 0; block < blocks; block++, x += (nint)height * width * Block)
        {
            for (var y = top; y < top + rows; y++, band += columns * Block)
            {
                var present = y >= 0 && y < height ? to : from;
                Zeros<L, V>(band, band + from * Block);
                Zeros<L, V>(band + present * Block, band + columns * Block);
                float* line = x + ((nint)y * width + from + left) * Block, copy = band + from * Block;
                var end = line + (present - from) * Block;
                for (; line + 4 * L.Count <= end; line += 4 * L.Count, copy += 4 * L.Count)
                {
                    V e = L.Load(line), f = L.Load(line + L.Count), g = L.Load(line + 2 * L.Count), h = L.Load(line + 3 * L.Count);
                    L.Store(e, copy);
                    L.Store(f, copy + L.Count);
                    L.Store(g, copy + 2 * L.Count);
                    L.Store(h, copy + 3 * L.Count);

                    // 0 · v is 0 unless v is not finite.
                    a = L.FusedMultiplyAdd(e, zero, a);
                    b = L.FusedMultiplyAdd(f, zero, b);
                    c = L.FusedMultiplyAdd(g, zero, c);
                    d = L.FusedMultiplyAdd(h, zero, d);
                }

                for (; line < end; line += L.Count, copy += L.Count)
                {
                    var v = L.Load(line);
                    L.Store(v, copy);
                    a = L.FusedMultiplyAdd(v, zero, a);
                }
            }
        }

        return AllZero<L, V>(L.Add(L.Add(a, b), L.Add(c, d)));
    }

    /// <summary>Whether so many numbers, whole blocks, are finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AllFinite<L, V>(float* x, nint length)
        where L : ILanes<V>
        where V : unmanaged
    {
        V zero = L.Broadcast(0), a = zero, b = zero;
        for (var end = x + length; x < end; x += Block)
        {
            for (var lane = 0; lane < Block; lane += L.Count)
                (a, b) = (L.FusedMultiplyAdd(L.Load(x + lane), zero, b), a);
        }

        return AllZero<L, V>(L.Add(a, b));
    }

    /// <summary>Whether a vector is 0 in all lanes; a NaN is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AllZero<L, V>(V v)
        where L : ILanes<V>
        where V : unmanaged
    {
        var lanes = stackalloc float[Block];
        L.Store(v, lanes);
        for (var lane = 0; lane < L.Count; lane++)
        {
            if (lanes[lane] != 0)
                return false;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Zeros<L, V>(float* from, float* to)
        where L : ILanes<V>
        where V : unmanaged
    {
        for (; from < to; from += L.Count)
            L.Store(L.Broadcast(0), from);
    }
}
