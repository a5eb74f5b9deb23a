using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The register tiles of pointwise convolutions, of one vector width and layout, by numbers of pixels and of vectors of filters;
/// each is compiled when it is first called.
/// </summary>
internal static unsafe class PointwiseTileRoutines<L, V, X>
    where L : ILanes<V>
    where V : unmanaged
    where X : ISize
{
    /// <summary>The routine for rows pixels by so many vectors of filters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Tile* tile, int rows, int vectors)
    {
        switch (vectors, rows)
        {
            case (4, 6):
                WidePointwiseTileRoutine<L, V, Size6, Size4, X>.Run(tile);
                break;
            case (4, 5):
                WidePointwiseTileRoutine<L, V, Size5, Size4, X>.Run(tile);
                break;
            case (4, 4):
                WidePointwiseTileRoutine<L, V, Size4, Size4, X>.Run(tile);
                break;
            case (4, 3):
                WidePointwiseTileRoutine<L, V, Size3, Size4, X>.Run(tile);
                break;
            case (4, 2):
                WidePointwiseTileRoutine<L, V, Size2, Size4, X>.Run(tile);
                break;
            case (4, 1):
                WidePointwiseTileRoutine<L, V, Size1, Size4, X>.Run(tile);
                break;
            case (3, 9):
                WidePointwiseTileRoutine<L, V, Size9, Size3, X>.Run(tile);
                break;
            case (3, 8):
                WidePointwiseTileRoutine<L, V, Size8, Size3, X>.Run(tile);
                break;
            case (3, 7):
                WidePointwiseTileRoutine<L, V, Size7, Size3, X>.Run(tile);
                break;
            case (3, 6):
                WidePointwiseTileRoutine<L, V, Size6, Size3, X>.Run(tile);
                break;
            case (3, 5):
                WidePointwiseTileRoutine<L, V, Size5, Size3, X>.Run(tile);
                break;
            case (3, 4):
                WidePointwiseTileRoutine<L, V, Size4, Size3, X>.Run(tile);
                break;
            case (3, 3):
                WidePointwiseTileRoutine<L, V, Size3, Size3, X>.Run(tile);
                break;
            case (3, 2):
                WidePointwiseTileRoutine<L, V, Size2, Size3, X>.Run(tile);
                break;
            case (3, 1):
                WidePointwiseTileRoutine<L, V, Size1, Size3, X>.Run(tile);
                break;
            case (2, 14):
                PointwiseTileRoutine<L, V, Size14, Size2, X>.Run(tile);
                break;
            case (2, 13):
                PointwiseTileRoutine<L, V, Size13, Size2, X>.Run(tile);
                break;
            case (2, 12):
                PointwiseTileRoutine<L, V, Size12, Size2, X>.Run(tile);
                break;
            case (2, 11):
                PointwiseTileRoutine<L, V, Size11, Size2, X>.Run(tile);
                break;
            case (2, 10):
                PointwiseTileRoutine<L, V, Size10, Size2, X>.Run(tile);
                break;
            case (2, 9):
                PointwiseTileRoutine<L, V, Size9, Size2, X>.Run(tile);
                break;
            case (2, 8):
                PointwiseTileRoutine<L, V, Size8, Size2, X>.Run(tile);
                break;
            case (2, 7):
                PointwiseTileRoutine<L, V, Size7, Size2, X>.Run(tile);
                break;
            case (2, 6):
                PointwiseTileRoutine<L, V, Size6, Size2, X>.Run(tile);
                break;
            case (2, 5):
                PointwiseTileRoutine<L, V, Size5, Size2, X>.Run(tile);
                break;
            case (2, 4):
                PointwiseTileRoutine<L, V, Size4, Size2, X>.Run(tile);
                break;
            case (2, 3):
                PointwiseTileRoutine<L, V, Size3, Size2, X>.Run(tile);
                break;
            case (2, 2):
                PointwiseTileRoutine<L, V, Size2, Size2, X>.Run(tile);
                break;
            case (2, 1):
                PointwiseTileRoutine<L, V, Size1, Size2, X>.Run(tile);
                break;
            case (1, 14):
                PointwiseTileRoutine<L, V, Size14, Size1, X>.Run(tile);
                break;
            case (1, 13):
                PointwiseTileRoutine<L, V, Size13, Size1, X>.Run(tile);
                break;
            case (1, 12):
                PointwiseTileRoutine<L, V, Size12, Size1, X>.Run(tile);
                break;
            case (1, 11):
                PointwiseTileRoutine<L, V, Size11, Size1, X>.Run(tile);
                break;
            case (1, 10):
                PointwiseTileRoutine<L, V, Size10, Size1, X>.Run(tile);
                break;
            case (1, 9):
                PointwiseTileRoutine<L, V, Size9, Size1, X>.Run(tile);
                break;
            case (1, 8):
                PointwiseTileRoutine<L, V, Size8, Size1, X>.Run(tile);
                break;
            case (1, 7):
                PointwiseTileRoutine<L, V, Size7, Size1, X>.Run(tile);
                break;
            case (1, 6):
                PointwiseTileRoutine<L, V, Size6, Size1, X>.Run(tile);
                break;
            case (1, 5):
                PointwiseTileRoutine<L, V, Size5, Size1, X>.Run(tile);
                break;
            case (1, 4):
                PointwiseTileRoutine<L, V, Size4, Size1, X>.Run(tile);
                break;
            case (1, 3):
                PointwiseTileRoutine<L, V, Size3, Size1, X>.Run(tile);
                break;
            case (1, 2):
                PointwiseTileRoutine<L, V, Size2, Size1, X>.Run(tile);
                break;
            case (1, 1):
                PointwiseTileRoutine<L, V, Size1, Size1, X>.Run(tile);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }
}
