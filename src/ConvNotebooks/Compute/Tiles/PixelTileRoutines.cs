using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>The register tiles with pixels in the lanes, by rows and channels; each is compiled when it is first called.</summary>
internal static unsafe class PixelTileRoutines<L, V>
    where L : ILanes<V>
    where V : unmanaged
{
    /// <summary>As many rows as the registers hold for a number of channels.</summary>
    public static int Rows(int channels) => L.TileRows > 6
        ? (channels < 4 ? 8 : 6)
        : channels switch { 1 => 8, 2 => 6, 3 => 4, _ => 2 };

    /// <summary>Runs the tile; it is clipped where a tap leaves out rows, masked where one leaves out columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(PixelTile* tile, int rows, int channels, bool clipped, bool masked)
    {
        switch (channels)
        {
            case 1:
                Run<Size1>(tile, rows, clipped, masked);
                break;
            case 2:
                Run<Size2>(tile, rows, clipped, masked);
                break;
            case 3:
                Run<Size3>(tile, rows, clipped, masked);
                break;
            case 4:
                Run<Size4>(tile, rows, clipped, masked);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(channels));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<Q>(PixelTile* tile, int rows, bool clipped, bool masked)
        where Q : ISize
    {
        switch (rows)
        {
            case 8:
                Run<Size8, Q>(tile, clipped, masked);
                break;
            case 7:
                Run<Size7, Q>(tile, clipped, masked);
                break;
            case 6:
                Run<Size6, Q>(tile, clipped, masked);
                break;
            case 5:
                Run<Size5, Q>(tile, clipped, masked);
                break;
            case 4:
                Run<Size4, Q>(tile, clipped, masked);
                break;
            case 3:
                Run<Size3, Q>(tile, clipped, masked);
                break;
            case 2:
                Run<Size2, Q>(tile, clipped, masked);
                break;
            case 1:
                Run<Size1, Q>(tile, clipped, masked);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<R, Q>(PixelTile* tile, bool clipped, bool masked)
        where R : ISize
        where Q : ISize
    {
        if (clipped && masked)
            PixelTileRoutine<L, V, R, Q, ClippedTaps, ClippedTaps>.Run(tile);
        else if (clipped)
            PixelTileRoutine<L, V, R, Q, ClippedTaps, WholeTaps>.Run(tile);
        else if (masked)
            PixelTileRoutine<L, V, R, Q, WholeTaps, ClippedTaps>.Run(tile);
        else
            PixelTileRoutine<L, V, R, Q, WholeTaps, WholeTaps>.Run(tile);
    }
}
