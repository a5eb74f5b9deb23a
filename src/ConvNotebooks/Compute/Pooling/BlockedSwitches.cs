using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The maxima of windows and where each came from: the place in the window, row by row, as a whole number in a float; −1 for a
/// window of nothing but padding. Equals <see cref="PoolReference.Max"/>.
/// </summary>
/// <param name="y">Where the maxima go.</param>
/// <param name="switches">Where the places go.</param>
internal unsafe struct BlockedSwitches(float* y, float* switches) : IPoolOutput
{
    /// <summary>Goes on to the next pixel of a window: a larger one wins, and a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Next<L, V>(ref V value, ref V winner, V pixel, int place)
        where L : ILanes<V>
        where V : unmanaged
    {
        // A NaN is neither below 1 nor above 0.
        var unlessNaN = L.IfLess(pixel, L.Broadcast(1), winner, L.IfLess(L.Broadcast(0), pixel, winner, L.Broadcast(place)));
        winner = L.IfLess(value, pixel, L.Broadcast(place), unlessNaN);
        value = L.Larger(value, pixel);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<L, V>(float* x, int rows, int columns, nint rowStep, nint columnStep, nint laneStep, nint output)
        where L : ILanes<V>
        where V : unmanaged
    {
        var none = rows <= 0 || columns <= 0;
        V value = none ? L.Broadcast(0) : L.LoadEvery(x, laneStep), winner = L.Broadcast(none ? -1 : 0);
        for (var row = 0; row < rows && !none; row++, x += rowStep)
            for (var column = row == 0 ? 1 : 0; column < columns; column++)
                Next<L, V>(ref value, ref winner, L.LoadEvery(x + column * columnStep, laneStep), row * columns + column);
        L.Store(value, y + output);
        L.Store(winner, switches + output);
    }
}
