using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// A register tile of a filter gradient whose gradients are few, in a list: one filter's 3x3 places by one or two vectors of
/// channels. Lane 0 is the vector's first channel; every accumulator is the chains of one place. Per gradient it is broadcast, and
/// multiplied by what its window sees. The sum of the gradients comes along in a register of its own.
/// Equals <see cref="Conv2dGradientReference.Filters"/> where the gradients that the list leaves out are 0.
/// </summary>
internal static unsafe class WinnerTileRoutine<L, V, F>
    where L : ILanes<V>
    where V : unmanaged
    where F : ISize
{
    private const int Block = PackedFilters.Block;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(WinnerTile* t)
    {
        var y = t->Places0;
        V a0 = L.Load(y), a1 = L.Load(y + L.Count), a2 = L.Load(y + 2 * L.Count), a3 = L.Load(y + 3 * L.Count), a4 = L.Load(y + 4 * L.Count);
        V a5 = L.Load(y + 5 * L.Count), a6 = L.Load(y + 6 * L.Count), a7 = L.Load(y + 7 * L.Count), a8 = L.Load(y + 8 * L.Count);
        var sum = L.Load(y + 9 * L.Count);
        V b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default, b8 = default;
        if (F.Value > 1)
        {
            y = t->Places1;
            (b0, b1, b2) = (L.Load(y), L.Load(y + L.Count), L.Load(y + 2 * L.Count));
            (b3, b4, b5) = (L.Load(y + 3 * L.Count), L.Load(y + 4 * L.Count), L.Load(y + 5 * L.Count));
            (b6, b7, b8) = (L.Load(y + 6 * L.Count), L.Load(y + 7 * L.Count), L.Load(y + 8 * L.Count));
        }

        var first = t->X;
        nint row = t->RowStep, second = t->Second;
        var windows = t->Windows;
        for (float* gradient = t->Gradients, end = gradient + t->Count; gradient < end; gradient++, windows++)
        {
            var g = L.Broadcast(*gradient);
            var x = first + *windows;
            sum = L.Add(sum, g);
            a0 = L.FusedMultiplyAdd(g, L.Load(x), a0);
            a1 = L.FusedMultiplyAdd(g, L.Load(x + Block), a1);
            a2 = L.FusedMultiplyAdd(g, L.Load(x + 2 * Block), a2);
            a3 = L.FusedMultiplyAdd(g, L.Load(x + row), a3);
            a4 = L.FusedMultiplyAdd(g, L.Load(x + row + Block), a4);
            a5 = L.FusedMultiplyAdd(g, L.Load(x + row + 2 * Block), a5);
            a6 = L.FusedMultiplyAdd(g, L.Load(x + 2 * row), a6);
            a7 = L.FusedMultiplyAdd(g, L.Load(x + 2 * row + Block), a7);
            a8 = L.FusedMultiplyAdd(g, L.Load(x + 2 * row + 2 * Block), a8);
            if (F.Value > 1)
            {
                x += second;
                b0 = L.FusedMultiplyAdd(g, L.Load(x), b0);
                b1 = L.FusedMultiplyAdd(g, L.Load(x + Block), b1);
                b2 = L.FusedMultiplyAdd(g, L.Load(x + 2 * Block), b2);
                b3 = L.FusedMultiplyAdd(g, L.Load(x + row), b3);
                b4 = L.FusedMultiplyAdd(g, L.Load(x + row + Block), b4);
                b5 = L.FusedMultiplyAdd(g, L.Load(x + row + 2 * Block), b5);
                b6 = L.FusedMultiplyAdd(g, L.Load(x + 2 * row), b6);
                b7 = L.FusedMultiplyAdd(g, L.Load(x + 2 * row + Block), b7);
                b8 = L.FusedMultiplyAdd(g, L.Load(x + 2 * row + 2 * Block), b8);
            }
        }

        y = t->Places0;
        L.Store(a0, y);
        L.Store(a1, y + L.Count);
        L.Store(a2, y + 2 * L.Count);
        L.Store(a3, y + 3 * L.Count);
        L.Store(a4, y + 4 * L.Count);
        L.Store(a5, y + 5 * L.Count);
        L.Store(a6, y + 6 * L.Count);
        L.Store(a7, y + 7 * L.Count);
        L.Store(a8, y + 8 * L.Count);
        L.Store(sum, y + 9 * L.Count);
        if (F.Value > 1)
        {
            y = t->Places1;
            L.Store(b0, y);
            L.Store(b1, y + L.Count);
            L.Store(b2, y + 2 * L.Count);
            L.Store(b3, y + 3 * L.Count);
            L.Store(b4, y + 4 * L.Count);
            L.Store(b5, y + 5 * L.Count);
            L.Store(b6, y + 6 * L.Count);
            L.Store(b7, y + 7 * L.Count);
            L.Store(b8, y + 8 * L.Count);
        }
    }
}
