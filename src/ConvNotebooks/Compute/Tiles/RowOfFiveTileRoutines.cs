using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>The register tiles by rows of five columns, of one vector width, by number of pixels; each is compiled when it is first called.</summary>
internal static unsafe class RowOfFiveTileRoutines<L, V>
    where L : ILanes<V>
    where V : unmanaged
{
    /// <summary>The routine for rows pixels by one or two vectors of filters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Tile* tile, int rows, bool two)
    {
        switch (two ? rows : -rows)
        {
            case 10:
                RowOfFiveTileRoutine<L, V, Size10, Size2>.Run(tile);
                break;
            case 9:
                RowOfFiveTileRoutine<L, V, Size9, Size2>.Run(tile);
                break;
            case 8:
                RowOfFiveTileRoutine<L, V, Size8, Size2>.Run(tile);
                break;
            case 7:
                RowOfFiveTileRoutine<L, V, Size7, Size2>.Run(tile);
                break;
            case 6:
                RowOfFiveTileRoutine<L, V, Size6, Size2>.Run(tile);
                break;
            case 5:
                RowOfFiveTileRoutine<L, V, Size5, Size2>.Run(tile);
                break;
            case -10:
                RowOfFiveTileRoutine<L, V, Size10, Size1>.Run(tile);
                break;
            case -9:
                RowOfFiveTileRoutine<L, V, Size9, Size1>.Run(tile);
                break;
            case -8:
                RowOfFiveTileRoutine<L, V, Size8, Size1>.Run(tile);
                break;
            case -7:
                RowOfFiveTileRoutine<L, V, Size7, Size1>.Run(tile);
                break;
            case -6:
                RowOfFiveTileRoutine<L, V, Size6, Size1>.Run(tile);
                break;
            case -5:
                RowOfFiveTileRoutine<L, V, Size5, Size1>.Run(tile);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }
}
