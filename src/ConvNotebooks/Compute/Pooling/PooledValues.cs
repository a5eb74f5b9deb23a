using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>The values of the windows. Equals <see cref="PoolReference"/>.</summary>
/// <param name="y">Where they go.</param>
/// <param name="count">The number of pixels that a mean divides by, or 0 for those inside the image.</param>
internal unsafe struct PooledValues<TPooling>(float* y, int count) : IPoolOutput
    where TPooling : IPooling
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<L, V>(float* x, int rows, int columns, nint rowStep, nint columnStep, nint laneStep, nint output)
        where L : ILanes<V>
        where V : unmanaged
    {
        if (rows <= 0 || columns <= 0)
        {
            L.Store(L.Broadcast(0), y + output);
            return;
        }

        var value = TPooling.First<L, V>(L.LoadEvery(x, laneStep));
        var column = 1;
        for (var row = 0; row < rows; row++, column = 0, x += rowStep)
            for (; column < columns; column++)
                value = TPooling.Next<L, V>(value, L.LoadEvery(x + column * columnStep, laneStep));
        L.Store(TPooling.Finish<L, V>(value, count > 0 ? count : rows * columns), y + output);
    }
}
