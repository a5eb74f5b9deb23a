using static ConvNotebooks.Tiles.Text;

namespace ConvNotebooks.Tiles;

/// <summary>
/// The register tile of convolutions with many filters, at 512 bits: up to 9 pixels by three vectors of filters, or up to 6 by
/// four. A list names the first tap of each row of the window only. Type parameter X is from one pixel to the next in the input, so
/// that pixels are reached by displacement, or 0 where the tile says it. Equals <c>Conv2dReference</c> bit for bit.
/// </summary>
/// <remarks>
/// Where a core's neighbour takes its share of instructions and loads, a tile is as fast as it needs few: 37 and 10 for 24
/// multiply-adds, where <see cref="TapTile"/> needs 55 and 17 for 28.
/// </remarks>
internal static class WideTile
{
    private static readonly ForwardTile Tile = new([9, 9, 9, 6], leastVectors: 3);

    public static string Source => $"""
        {Tile.Routine("WideTileRoutine", "R, F, X", Loop)}

        {ForwardTile.Routines("WideTileRoutines", "bool four", "four ? 4 : 3",
            Tile.Shapes((pixels, vectors) => $"WideTileRoutine<L, V, Size{pixels}, Size{vectors}, X>"), ", X")}
        """;

    private static string Loop => Code($$"""
        nint pixel = X.Value > 0 ? X.Value : t->XStep;
        nint wide = (nint)(t->W1 - t->W0), wide3 = 3 * wide;
        nint xTap = t->XTap, wTap = t->TapStep;
        var ahead = t->Ahead;
        for (Tap* row = t->Taps, end = row + t->TapCount; row < end; row++)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch1(ahead);
                ahead += t->AheadStep;
            }

            float* p = t->X + row->X, w = t->W0 + row->W;
            for (var taps = t->RowTaps; taps > 0; taps--, p += xTap, w += wTap)
            {
                {{Tile.LoadWeights("w")}}
                {{Tile.MultiplyPixels("pixel")}}
            }
        }
        """);
}
