using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>The register tiles of places of a window's row, by places, channels and vectors; each is compiled when it is first called.</summary>
internal static unsafe class WindowTileRoutines<L, V>
    where L : ILanes<V>
    where V : unmanaged
{
    private const int MostPlaces = 5;

    /// <summary>As many places as the registers hold for a number of channels and vectors of filters.</summary>
    public static int Places(int channels, bool two) => Math.Min(MostPlaces, 2 * L.TileRows / (channels * (two ? 2 : 1)));

    /// <summary>Runs the tile; it is clipped where a place is padding to a pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(WindowTile* tile, int places, int channels, bool two, bool clipped)
    {
        switch (channels)
        {
            case 1:
                Run<Size1>(tile, places, two, clipped);
                break;
            case 2:
                Run<Size2>(tile, places, two, clipped);
                break;
            case 3:
                Run<Size3>(tile, places, two, clipped);
                break;
            case 4:
                Run<Size4>(tile, places, two, clipped);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(channels));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<C>(WindowTile* tile, int places, bool two, bool clipped)
        where C : ISize
    {
        switch (places)
        {
            case 5:
                Run<Size5, C>(tile, two, clipped);
                break;
            case 4:
                Run<Size4, C>(tile, two, clipped);
                break;
            case 3:
                Run<Size3, C>(tile, two, clipped);
                break;
            case 2:
                Run<Size2, C>(tile, two, clipped);
                break;
            case 1:
                Run<Size1, C>(tile, two, clipped);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(places));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<P, C>(WindowTile* tile, bool two, bool clipped)
        where P : ISize
        where C : ISize
    {
        if (two && clipped)
            WindowTileRoutine<L, V, P, C, Size2, ClippedTaps>.Run(tile);
        else if (two)
            WindowTileRoutine<L, V, P, C, Size2, WholeTaps>.Run(tile);
        else if (clipped)
            WindowTileRoutine<L, V, P, C, Size1, ClippedTaps>.Run(tile);
        else
            WindowTileRoutine<L, V, P, C, Size1, WholeTaps>.Run(tile);
    }
}
