using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>The register tiles by rows of windows, of one vector width, by number of pixels; each is compiled when it is first called.</summary>
internal static unsafe class RowTileRoutines<L, V>
    where L : ILanes<V>
    where V : unmanaged
{
    /// <summary>The routine for rows pixels by one or two vectors of filters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Tile* tile, int rows, bool two)
    {
        switch (two ? rows : -rows)
        {
            case 12:
                RowTileRoutine<L, V, Size12, Size2>.Run(tile);
                break;
            case 11:
                RowTileRoutine<L, V, Size11, Size2>.Run(tile);
                break;
            case 10:
                RowTileRoutine<L, V, Size10, Size2>.Run(tile);
                break;
            case 9:
                RowTileRoutine<L, V, Size9, Size2>.Run(tile);
                break;
            case 8:
                RowTileRoutine<L, V, Size8, Size2>.Run(tile);
                break;
            case 7:
                RowTileRoutine<L, V, Size7, Size2>.Run(tile);
                break;
            case 6:
                RowTileRoutine<L, V, Size6, Size2>.Run(tile);
                break;
            case 5:
                RowTileRoutine<L, V, Size5, Size2>.Run(tile);
                break;
            case 4:
                RowTileRoutine<L, V, Size4, Size2>.Run(tile);
                break;
            case 3:
                RowTileRoutine<L, V, Size3, Size2>.Run(tile);
                break;
            case 2:
                RowTileRoutine<L, V, Size2, Size2>.Run(tile);
                break;
            case 1:
                RowTileRoutine<L, V, Size1, Size2>.Run(tile);
                break;
            case -12:
                RowTileRoutine<L, V, Size12, Size1>.Run(tile);
                break;
            case -11:
                RowTileRoutine<L, V, Size11, Size1>.Run(tile);
                break;
            case -10:
                RowTileRoutine<L, V, Size10, Size1>.Run(tile);
                break;
            case -9:
                RowTileRoutine<L, V, Size9, Size1>.Run(tile);
                break;
            case -8:
                RowTileRoutine<L, V, Size8, Size1>.Run(tile);
                break;
            case -7:
                RowTileRoutine<L, V, Size7, Size1>.Run(tile);
                break;
            case -6:
                RowTileRoutine<L, V, Size6, Size1>.Run(tile);
                break;
            case -5:
                RowTileRoutine<L, V, Size5, Size1>.Run(tile);
                break;
            case -4:
                RowTileRoutine<L, V, Size4, Size1>.Run(tile);
                break;
            case -3:
                RowTileRoutine<L, V, Size3, Size1>.Run(tile);
                break;
            case -2:
                RowTileRoutine<L, V, Size2, Size1>.Run(tile);
                break;
            case -1:
                RowTileRoutine<L, V, Size1, Size1>.Run(tile);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }
}
