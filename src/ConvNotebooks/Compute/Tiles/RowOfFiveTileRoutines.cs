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
                RowOfFiveTileRoutine<L, V, Size10>.Run(tile);
                break;
            case 9:
                RowOfFiveTileRoutine<L, V, Size9>.Run(tile);
                break;
            case 8:
                RowOfFiveTileRoutine<L, V, Size8>.Run(tile);
                break;
            case 7:
                RowOfFiveTileRoutine<L, V, Size7>.Run(tile);
                break;
            case 6:
                RowOfFiveTileRoutine<L, V, Size6>.Run(tile);
                break;
            case 5:
                RowOfFiveTileRoutine<L, V, Size5>.Run(tile);
                break;
            case -20:
                RowOfFiveSingleTileRoutine<L, V, Size20>.Run(tile);
                break;
            case -19:
                RowOfFiveSingleTileRoutine<L, V, Size19>.Run(tile);
                break;
            case -18:
                RowOfFiveSingleTileRoutine<L, V, Size18>.Run(tile);
                break;
            case -17:
                RowOfFiveSingleTileRoutine<L, V, Size17>.Run(tile);
                break;
            case -16:
                RowOfFiveSingleTileRoutine<L, V, Size16>.Run(tile);
                break;
            case -15:
                RowOfFiveSingleTileRoutine<L, V, Size15>.Run(tile);
                break;
            case -14:
                RowOfFiveSingleTileRoutine<L, V, Size14>.Run(tile);
                break;
            case -13:
                RowOfFiveSingleTileRoutine<L, V, Size13>.Run(tile);
                break;
            case -12:
                RowOfFiveSingleTileRoutine<L, V, Size12>.Run(tile);
                break;
            case -11:
                RowOfFiveSingleTileRoutine<L, V, Size11>.Run(tile);
                break;
            case -10:
                RowOfFiveSingleTileRoutine<L, V, Size10>.Run(tile);
                break;
            case -9:
                RowOfFiveSingleTileRoutine<L, V, Size9>.Run(tile);
                break;
            case -8:
                RowOfFiveSingleTileRoutine<L, V, Size8>.Run(tile);
                break;
            case -7:
                RowOfFiveSingleTileRoutine<L, V, Size7>.Run(tile);
                break;
            case -6:
                RowOfFiveSingleTileRoutine<L, V, Size6>.Run(tile);
                break;
            case -5:
                RowOfFiveSingleTileRoutine<L, V, Size5>.Run(tile);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }
}
