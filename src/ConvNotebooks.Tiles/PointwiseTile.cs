using static ConvNotebooks.Tiles.Text;

namespace ConvNotebooks.Tiles;

/// <summary>
/// The register tiles of pointwise convolutions: up to 14 pixels by one or two vectors of filters, and at 512 bits, where filters
/// are many, up to 9 by three or up to 6 by four. Channels are taken by fours, with neither a list of taps nor a step to look up.
/// Equal <c>Conv2dReference</c> bit for bit.
/// </summary>
/// <remarks>
/// Where a core's neighbour takes its share of instructions and loads, a tile is as fast as it needs few: 45 for 28 multiply-adds,
/// or 35 (10 of them loads) for 24 by four vectors, where <see cref="TapTile"/> needs 55. Type parameter X is from one pixel to the
/// next in the input, its stride in planes and 16 times that in blocks, so that pixels are reached by displacement.
/// </remarks>
internal static class PointwiseTile
{
    private static readonly ForwardTile Narrow = new([14, 14]);
    private static readonly ForwardTile Wide = new([9, 9, 9, 6], leastVectors: 3);

    public static string Source => $"""
        {Narrow.Routine("PointwiseTileRoutine", "R, F, X", Loop(Narrow))}

        {Wide.Routine("WidePointwiseTileRoutine", "R, F, X", Loop(Wide))}

        {ForwardTile.Routines("PointwiseTileRoutines", "int vectors", "vectors", [
            .. Narrow.Shapes((pixels, vectors) => $"PointwiseTileRoutine<L, V, Size{pixels}, Size{vectors}, X>"),
            .. Wide.Shapes((pixels, vectors) => $"WidePointwiseTileRoutine<L, V, Size{pixels}, Size{vectors}, X>")], ", X")}
        """;

    private static string Loop(ForwardTile tile) => Code($$"""
        const int Block = PackedFilters.Block;
        float* x = t->X, w = t->W0;
        nint wide = (nint)(t->W1 - t->W0), wide3 = 3 * wide;
        var channel = X.Value % Block == 0 ? 1 : t->Plane;
        var jump = X.Value % Block == 0 ? t->Plane * Block - Block : 0;
        var ahead = t->Ahead;
        var aheadStep = 4 * t->AheadStep;
        for (var channels = t->TapCount; channels > 0; channels -= Block, x += jump)
        {
            for (var end = w + Math.Min(channels, Block) * Block; w < end; w += 4 * Block, x += 4 * channel)
            {
                {{ForwardTile.AskAhead("Sse.IsSupported")}}
                {{Each(4, channel => Channel(tile, channel))}}
            }
        }
        """);

    private static string Channel(ForwardTile tile, int channel) => Code($$"""
        {
            var p = {{At("x", channel, "channel")}};
            {{tile.LoadWeights(At("w", channel, "Block"))}}
            {{tile.MultiplyPixels("X.Value")}}
        }
        """);
}
