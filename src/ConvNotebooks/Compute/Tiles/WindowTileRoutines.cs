using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>The register tiles of places of a window's row, by places, channels and vectors; each is compiled when it is first called.</summary>
internal static unsafe class WindowTileRoutines<L, V>
    where L : ILanes<V>
    where V : unmanaged
{
    /// <summary>Runs the tile: places that slide, or one place with so many pairs of vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(WindowTile* tile, int places, int channels, int vectors, bool slide)
    {
        switch (places)
        {
            case 5:
                Run<Size5, Sliding>(tile, channels, vectors);
                break;
            case 4:
                Run<Size4, Sliding>(tile, channels, vectors);
                break;
            case 3:
                Run<Size3, Sliding>(tile, channels, vectors);
                break;
            case 2 when slide:
                Run<Size2, Sliding>(tile, channels, vectors);
                break;
            case 2:
                Run<Size2, Apart>(tile, channels, vectors);
                break;
            case 1:
                Run<Size1, Apart>(tile, channels, vectors);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(places));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<P, S>(WindowTile* tile, int channels, int vectors)
        where P : ISize
        where S : IPlaces
    {
        switch (channels)
        {
            case 8:
                Run<P, Size8, S>(tile, vectors);
                break;
            case 7:
                Run<P, Size7, S>(tile, vectors);
                break;
            case 6:
                Run<P, Size6, S>(tile, vectors);
                break;
            case 5:
                Run<P, Size5, S>(tile, vectors);
                break;
            case 4:
                Run<P, Size4, S>(tile, vectors);
                break;
            case 3:
                Run<P, Size3, S>(tile, vectors);
                break;
            case 2:
                Run<P, Size2, S>(tile, vectors);
                break;
            case 1:
                Run<P, Size1, S>(tile, vectors);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(channels));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<P, C, S>(WindowTile* tile, int vectors)
        where P : ISize
        where C : ISize
        where S : IPlaces
    {
        if (vectors > 1)
            WindowTileRoutine<L, V, P, C, Size2, S>.Run(tile);
        else
            WindowTileRoutine<L, V, P, C, Size1, S>.Run(tile);
    }
}
