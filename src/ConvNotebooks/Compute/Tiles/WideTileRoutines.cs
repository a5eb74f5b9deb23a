using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The wide register tiles of one vector width and pixel step, by numbers of pixels and of vectors of filters; each is compiled
/// when it is first called.
/// </summary>
internal static unsafe class WideTileRoutines<L, V, X>
    where L : ILanes<V>
    where V : unmanaged
    where X : ISize
{
    /// <summary>The routine for rows pixels by three or four vectors of filters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Tile* tile, int rows, bool four)
    {
        switch (four ? rows : -rows)
        {
            case 6:
                WideTileRoutine<L, V, Size6, Size4, X>.Run(tile);
                break;
            case 5:
                WideTileRoutine<L, V, Size5, Size4, X>.Run(tile);
                break;
            case 4:
                WideTileRoutine<L, V, Size4, Size4, X>.Run(tile);
                break;
            case 3:
                WideTileRoutine<L, V, Size3, Size4, X>.Run(tile);
                break;
            case 2:
                WideTileRoutine<L, V, Size2, Size4, X>.Run(tile);
                break;
            case 1:
                WideTileRoutine<L, V, Size1, Size4, X>.Run(tile);
                break;
            case -9:
                WideTileRoutine<L, V, Size9, Size3, X>.Run(tile);
                break;
            case -8:
                WideTileRoutine<L, V, Size8, Size3, X>.Run(tile);
                break;
            case -7:
                WideTileRoutine<L, V, Size7, Size3, X>.Run(tile);
                break;
            case -6:
                WideTileRoutine<L, V, Size6, Size3, X>.Run(tile);
                break;
            case -5:
                WideTileRoutine<L, V, Size5, Size3, X>.Run(tile);
                break;
            case -4:
                WideTileRoutine<L, V, Size4, Size3, X>.Run(tile);
                break;
            case -3:
                WideTileRoutine<L, V, Size3, Size3, X>.Run(tile);
                break;
            case -2:
                WideTileRoutine<L, V, Size2, Size3, X>.Run(tile);
                break;
            case -1:
                WideTileRoutine<L, V, Size1, Size3, X>.Run(tile);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }
}
