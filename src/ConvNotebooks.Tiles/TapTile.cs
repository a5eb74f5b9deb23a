using static ConvNotebooks.Tiles.Text;

namespace ConvNotebooks.Tiles;

/// <summary>
/// The register tile that convolutions and fully-connected layers share: up to 14 pixels by one or two vectors of filters, and a
/// list of taps. Per tap one or two weight vectors are loaded and one input number per pixel is broadcast. Type parameter T says
/// whether taps leave out pixels at the ends of the tile. Equals <c>Conv2dReference</c> bit for bit.
/// </summary>
/// <remarks>28 accumulators, two weights and one input fill the register file: a change here is a change to measure.</remarks>
internal static class TapTile
{
    private static readonly ForwardTile Tile = new([14, 14]);

    public static string Source => $"""
        {Tile.Routine("TileRoutine", "R, F, T", Loop, Meets)}

        {ForwardTile.Routines("TileRoutines", "bool two", "two ? 2 : 1",
            Tile.Shapes((pixels, vectors) => $"TileRoutine<L, V, Size{pixels}, Size{vectors}, T>"), ", T")}
        """;

    private static string Loop => Code($$"""
        var x = t->X;
        nint s = t->XStep, s3 = 3 * s;
        float* w0 = t->W0, w1 = t->W1;
        var ahead = T.Ahead ? t->Ahead : null;
        var aheadStep = T.Ahead ? t->AheadStep : 0;
        for (Tap* tap = t->Taps, end = tap + t->TapCount; tap < end; tap++)
        {
            // One load for both offsets: with few pixels the loads are what a tap waits for.
            var offsets = *(long*)tap;
            var weights = (nint)(offsets >> 32);
            var clip = T.Clipped ? (int)weights & TapClip.Mask : 0;
            weights -= clip;
            {{ForwardTile.AskAhead("T.Ahead && Sse.IsSupported")}}
            var wa = L.Load(w0 + weights);
            var wb = F.Value > 1 ? L.Load(w1 + weights) : default;
            var p = x + (int)offsets;
            {{Each(Tile.Sums.Rows, Pixel)}}
        }
        """);

    private static string Meets => """
        /// <summary>Whether a tap is one of a pixel's; a constant for pixels far from both ends.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static bool Meets(int pixel, int clip) => !T.Clipped
            || ((pixel >= TapClip.Most || pixel >= TapClip.First(clip))
                && (R.Value - pixel > TapClip.Most || R.Value - pixel > TapClip.Last(clip)));
        """;

    private static string Pixel(int pixel) => Code($$"""
        {{Steps.MoveOn(pixel, Tile.Sums.Has(pixel))}}
        if (R.Value > {{pixel}} && Meets({{pixel}}, clip))
        {
            var e = L.Broadcast(p[{{Steps.To(pixel)}}]);
            {{Tile.Sums.MultiplyAdd(pixel, "e", column => $"w{column.Letter}")}}
        }
        """);
}
