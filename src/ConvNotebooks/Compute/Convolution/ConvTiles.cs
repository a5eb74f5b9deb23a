using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>Which register tile computes a spot of a plan. The steps of common strides are known to the compiler.</summary>
/// <param name="plan">The plan.</param>
/// <param name="input">The input's layout.</param>
internal readonly unsafe struct ConvTiles(ConvPlan plan, ActivationLayout input)
{
    private readonly bool pointwise = plan.Pointwise;
    private readonly bool blocked = input == ActivationLayout.Nchw16c;

    /// <summary>Columns of a tap: 1, or a window's where a tap is a row of it.</summary>
    public int TapColumns { get; } = plan.TapColumns;

    /// <summary>Computes a spot.</summary>
    /// <param name="tile">Where it is; the routine's own fields are set here.</param>
    /// <param name="spot">The spot.</param>
    /// <param name="vectors">Vectors of filters.</param>
    /// <param name="ahead">Whether the tile asks for later weights.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run<L, V>(Tile* tile, ConvPlan.Spot* spot, int vectors, bool ahead)
        where L : ILanes<V>
        where V : unmanaged
    {
        var two = vectors > 1;
        if (TapColumns > 1)
        {
            (tile->CutFirst, tile->CutLast) = (spot->CutFirst, spot->CutLast);
            if (TapColumns == 5)
                RowOfFiveTileRoutines<L, V>.Run(tile, spot->Rows, two);
            else
                RowTileRoutines<L, V>.Run(tile, spot->Rows, two);
        }
        else if (pointwise && spot->TapsPerChannel == 1 && RunPointwise<L, V>(tile, spot, vectors))
            return;
        else if (vectors > 2)
            RunWide<L, V>(tile, spot, vectors == 4);
        else if (spot->Clipped && ahead)
            TileRoutines<L, V, ClippedTapsAhead>.Run(tile, spot->Rows, two);
        else if (spot->Clipped)
            TileRoutines<L, V, ClippedTaps>.Run(tile, spot->Rows, two);
        else if (ahead)
            TileRoutines<L, V, WholeTapsAhead>.Run(tile, spot->Rows, two);
        else
            TileRoutines<L, V, WholeTaps>.Run(tile, spot->Rows, two);
    }

    /// <summary>Strides 1 and 2 of either layout; false for others, and for pixels one below the other.</summary>
    private bool RunPointwise<L, V>(Tile* tile, ConvPlan.Spot* spot, int vectors)
        where L : ILanes<V>
        where V : unmanaged
    {
        switch (spot->XStep, blocked)
        {
            case (1, false):
                PointwiseTileRoutines<L, V, Size1>.Run(tile, spot->Rows, vectors);
                return true;
            case (2, false):
                PointwiseTileRoutines<L, V, Size2>.Run(tile, spot->Rows, vectors);
                return true;
            case (16, true):
                PointwiseTileRoutines<L, V, Size16>.Run(tile, spot->Rows, vectors);
                return true;
            case (32, true):
                PointwiseTileRoutines<L, V, Size32>.Run(tile, spot->Rows, vectors);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Three or four vectors of filters.</summary>
    private static void RunWide<L, V>(Tile* tile, ConvPlan.Spot* spot, bool four)
        where L : ILanes<V>
        where V : unmanaged
    {
        (tile->RowTaps, tile->XTap, tile->TapStep) = spot->Row;
        switch (spot->XStep)
        {
            case 2:
                WideTileRoutines<L, V, Size2>.Run(tile, spot->Rows, four);
                break;
            case 4:
                WideTileRoutines<L, V, Size4>.Run(tile, spot->Rows, four);
                break;
            case 16:
                WideTileRoutines<L, V, Size16>.Run(tile, spot->Rows, four);
                break;
            case 32:
                WideTileRoutines<L, V, Size32>.Run(tile, spot->Rows, four);
                break;
            default:
                WideTileRoutines<L, V, Size0>.Run(tile, spot->Rows, four);
                break;
        }
    }
}
