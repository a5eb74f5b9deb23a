using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>The register tiles of one vector width by number of pixels; each is compiled when it is first called.</summary>
internal static unsafe class TileRoutines<L, V, T>
    where L : ILanes<V>
    where V : unmanaged
    where T : ITaps
{
    /// <summary>The routine for rows pixels by one or two vectors of filters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Tile* tile, int rows, bool two)
    {
        switch (two ? rows : -rows)
        {
            case 14:
                TileRoutine<L, V, Size14, Size2, T>.Run(tile);
                break;
            case 13:
                TileRoutine<L, V, Size13, Size2, T>.Run(tile);
                break;
            case 12:
                TileRoutine<L, V, Size12, Size2, T>.Run(tile);
                break;
            case 11:
                TileRoutine<L, V, Size11, Size2, T>.Run(tile);
                break;
            case 10:
                TileRoutine<L, V, Size10, Size2, T>.Run(tile);
                break;
            case 9:
                TileRoutine<L, V, Size9, Size2, T>.Run(tile);
                break;
            case 8:
                TileRoutine<L, V, Size8, Size2, T>.Run(tile);
                break;
            case 7:
                TileRoutine<L, V, Size7, Size2, T>.Run(tile);
                break;
            case 6:
                TileRoutine<L, V, Size6, Size2, T>.Run(tile);
                break;
            case 5:
                TileRoutine<L, V, Size5, Size2, T>.Run(tile);
                break;
            case 4:
                TileRoutine<L, V, Size4, Size2, T>.Run(tile);
                break;
            case 3:
                TileRoutine<L, V, Size3, Size2, T>.Run(tile);
                break;
            case 2:
                TileRoutine<L, V, Size2, Size2, T>.Run(tile);
                break;
            case 1:
                TileRoutine<L, V, Size1, Size2, T>.Run(tile);
                break;
            case -14:
                TileRoutine<L, V, Size14, Size1, T>.Run(tile);
                break;
            case -13:
                TileRoutine<L, V, Size13, Size1, T>.Run(tile);
                break;
            case -12:
                TileRoutine<L, V, Size12, Size1, T>.Run(tile);
                break;
            case -11:
                TileRoutine<L, V, Size11, Size1, T>.Run(tile);
                break;
            case -10:
                TileRoutine<L, V, Size10, Size1, T>.Run(tile);
                break;
            case -9:
                TileRoutine<L, V, Size9, Size1, T>.Run(tile);
                break;
            case -8:
                TileRoutine<L, V, Size8, Size1, T>.Run(tile);
                break;
            case -7:
                TileRoutine<L, V, Size7, Size1, T>.Run(tile);
                break;
            case -6:
                TileRoutine<L, V, Size6, Size1, T>.Run(tile);
                break;
            case -5:
                TileRoutine<L, V, Size5, Size1, T>.Run(tile);
                break;
            case -4:
                TileRoutine<L, V, Size4, Size1, T>.Run(tile);
                break;
            case -3:
                TileRoutine<L, V, Size3, Size1, T>.Run(tile);
                break;
            case -2:
                TileRoutine<L, V, Size2, Size1, T>.Run(tile);
                break;
            case -1:
                TileRoutine<L, V, Size1, Size1, T>.Run(tile);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }
}
