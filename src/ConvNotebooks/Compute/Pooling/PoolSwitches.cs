using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The maxima of windows on planes and where each came from: the index of its pixel in the input, −1 for a window of nothing but
/// padding. Beside the maximum each lane keeps the pixel's distance from the window's first, a whole number as a float. Equals
/// <see cref="PoolReference.Max"/>.
/// </summary>
/// <param name="input">The input's first pixel.</param>
/// <param name="y">Where the maxima go.</param>
/// <param name="switches">Where the indices go.</param>
internal unsafe struct PoolSwitches(float* input, float* y, int* switches) : IPoolOutput
{
    /// <summary>Distances are exact up to here.</summary>
    public const int LargestDistance = 1 << 24;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<L, V>(float* x, int rows, int columns, nint rowStep, nint columnStep, nint laneStep, nint output)
        where L : ILanes<V>
        where V : unmanaged
    {
        var to = switches + output;
        if (rows <= 0 || columns <= 0)
        {
            L.Store(L.Broadcast(0), y + output);
            new Span<int>(to, L.Count).Fill(-1);
            return;
        }

        var winner = L.Broadcast(0);
        var value = L.LoadEvery(x, laneStep);
        for (var row = 0; row < rows; row++)
        {
            for (var column = row == 0 ? 1 : 0; column < columns; column++)
            {
                var distance = row * (int)rowStep + column;
                BlockedSwitches.Next<L, V>(ref value, ref winner, L.LoadEvery(x + distance, laneStep), distance);
            }
        }

        L.Store(value, y + output);
        L.Store(winner, (float*)to);
        var first = (int)(x - input);
        for (var lane = 0; lane < L.Count; lane++)
            to[lane] = first + lane * (int)laneStep + (int)((float*)to)[lane];
    }
}
