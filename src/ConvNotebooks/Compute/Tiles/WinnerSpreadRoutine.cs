using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// Adds to the gradient of an input what one filter's gradients, few and in a list, make of it: each is multiplied by the filter's
/// 3x3 places, which stay in registers, and added to what its window sees. A lane is a channel, lane 0 the vector's first. Filters
/// one after another continue the chains of <see cref="Conv2dGradientReference.Input"/>.
/// </summary>
internal static unsafe class WinnerSpreadRoutine<L, V, F>
    where L : ILanes<V>
    where V : unmanaged
    where F : ISize
{
    private const int Block = PackedFilters.Block;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(WinnerTile* t)
    {
        var w = t->Places0;
        V a0 = L.Load(w), a1 = L.Load(w + Block), a2 = L.Load(w + 2 * Block), a3 = L.Load(w + 3 * Block), a4 = L.Load(w + 4 * Block);
        V a5 = L.Load(w + 5 * Block), a6 = L.Load(w + 6 * Block), a7 = L.Load(w + 7 * Block), a8 = L.Load(w + 8 * Block);
        V b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default, b8 = default;
        if (F.Value > 1)
        {
            w = t->Places1;
            (b0, b1, b2) = (L.Load(w), L.Load(w + Block), L.Load(w + 2 * Block));
            (b3, b4, b5) = (L.Load(w + 3 * Block), L.Load(w + 4 * Block), L.Load(w + 5 * Block));
            (b6, b7, b8) = (L.Load(w + 6 * Block), L.Load(w + 7 * Block), L.Load(w + 8 * Block));
        }

        var first = t->X;
        nint row = t->RowStep, second = t->Second;
        var windows = t->Windows;
        for (float* gradient = t->Gradients, end = gradient + t->Count; gradient < end; gradient++, windows++)
        {
            var g = L.Broadcast(*gradient);
            var x = first + *windows;
            Add(g, a0, x);
            Add(g, a1, x + Block);
            Add(g, a2, x + 2 * Block);
            Add(g, a3, x + row);
            Add(g, a4, x + row + Block);
            Add(g, a5, x + row + 2 * Block);
            Add(g, a6, x + 2 * row);
            Add(g, a7, x + 2 * row + Block);
            Add(g, a8, x + 2 * row + 2 * Block);
            if (F.Value > 1)
            {
                x += second;
                Add(g, b0, x);
                Add(g, b1, x + Block);
                Add(g, b2, x + 2 * Block);
                Add(g, b3, x + row);
                Add(g, b4, x + row + Block);
                Add(g, b5, x + row + 2 * Block);
                Add(g, b6, x + 2 * row);
                Add(g, b7, x + 2 * row + Block);
                Add(g, b8, x + 2 * row + 2 * Block);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(V g, V w, float* x) => L.Store(L.FusedMultiplyAdd(g, w, L.Load(x)), x);
}
