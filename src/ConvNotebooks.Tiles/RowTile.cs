using static ConvNotebooks.Tiles.Text;

namespace ConvNotebooks.Tiles;

/// <summary>
/// Register tiles for windows of three or five columns and stride 1: a line of neighbouring pixels, and a row of the window for a
/// tap. Each input number is broadcast once for all outputs that read it: a third or a fifth as many loads as in
/// <see cref="TapTile"/>. Inputs come in order, so that every output still adds its taps from the first to the last. Equal
/// <c>Conv2dReference</c> bit for bit.
/// </summary>
/// <remarks>
/// Three columns: 1 to 12 pixels by one or two vectors of filters; 24 accumulators, six weights and one input fill the register
/// file. Five: 5 to 10 pixels by two vectors, with 24 loads for 100 multiply-adds, or, as half the filters leave room for longer
/// lines, 5 to 20 by one: with ten pixels or fewer every output waits for its own last sum, with more there is enough else to do.
/// X is where the first output has its first tap. Of the inputs from there on CutFirst at the beginning and CutLast at the end are
/// outside the image: one at the most of three columns, four of five.
/// </remarks>
internal static class RowTile
{
    private static readonly ForwardTile Three = new([12, 12]);
    private static readonly ForwardTile FiveByTwo = new([10, 10], leastPixels: 5, leastVectors: 2);
    private static readonly ForwardTile Five = new([20], leastPixels: 5);

    public static string Source => $"""
        {Three.Routine("RowTileRoutine", "R, F", Loop(Three, columns: 3), Reads(columns: 3, mostCut: 1))}

        {ForwardTile.Routines("RowTileRoutines", "bool two", "two ? 2 : 1",
            Three.Shapes((pixels, vectors) => $"RowTileRoutine<L, V, Size{pixels}, Size{vectors}>"))}

        {FiveByTwo.Routine("RowOfFiveTileRoutine", "R", Loop(FiveByTwo, columns: 5), Reads(columns: 5, mostCut: 4))}

        {Five.Routine("RowOfFiveSingleTileRoutine", "R", Loop(Five, columns: 5), Reads(columns: 5, mostCut: 4))}

        {ForwardTile.Routines("RowOfFiveTileRoutines", "bool two", "two ? 2 : 1", [
            .. FiveByTwo.Shapes((pixels, _) => $"RowOfFiveTileRoutine<L, V, Size{pixels}>"),
            .. Five.Shapes((pixels, _) => $"RowOfFiveSingleTileRoutine<L, V, Size{pixels}>")])}
        """;

    private static string Loop(ForwardTile tile, int columns) => Code($$"""
        var x = t->X;
        nint s = t->XStep, s3 = 3 * s, column = t->TapStep;
        float* wa = t->W0, wb = t->W1;
        int cutFirst = t->CutFirst, cutLast = t->CutLast;
        var ahead = t->Ahead;
        var aheadStep = t->AheadStep;
        for (Tap* tap = t->Taps, end = tap + t->TapCount; tap < end; tap++)
        {
            var offsets = *(long*)tap;
            var weights = (nint)(offsets >> 32);
            if (Sse.IsSupported{{(columns > 3 ? " && aheadStep != 0" : "")}})
            {
                {{Each(columns, column => AskAhead(column, columns))}}
            }

            {{Each(columns, column => LoadWeights(tile.Sums, column))}}
            var p = x + (int)offsets;
            {{Each(tile.Sums.Rows + columns - 1, input => Input(tile.Sums, input, columns))}}
        }
        """);

    private static string Reads(int columns, int mostCut) => Code($$"""
        /// <summary>Whether the tile reads one of its inputs; a constant but for a few at either end.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static bool Reads(int input, int cutFirst, int cutLast) => input < R.Value + {{columns - 1}}
            && (input >= {{mostCut}} || input >= cutFirst)
            && (R.Value + {{columns - 1}} - input > {{mostCut}} || R.Value + {{columns - 1}} - input > cutLast);
        """);

    private static string AskAhead(int column, int columns) => Lines([
        $"Sse.Prefetch1({At("ahead", column % 3, "aheadStep")});",
        column % 3 == 2 || column == columns - 1 ? $"ahead += {column % 3 + 1} * aheadStep;" : ""]);

    /// <summary>Loads the weights of a column of the window: wa0, wb0, ….</summary>
    private static string LoadWeights(Accumulators sums, int column) => Lines([
        column > 0 ? "weights += column;" : "",
        .. sums.Columns.Select(of => $"var w{of.Letter}{column} = {ValueIf(of.When, $"L.Load(w{of.Letter} + weights)")};")]);

    /// <summary>An input's parts in the chains of all pixels that read it.</summary>
    private static string Input(Accumulators sums, int input, int columns) => Code($$"""
        {{Steps.MoveOn(input, sums.Has(input - columns + 1))}}
        if (Reads({{input}}, cutFirst, cutLast))
        {
            var e = L.Broadcast(p[{{Steps.To(input)}}]);
            {{Each(columns, column => Meet(sums, input - column, column))}}
        }
        """);

    private static string Meet(Accumulators sums, int pixel, int column) =>
        pixel < 0 || pixel >= sums.Rows ? "" : If(sums.Has(pixel), sums.MultiplyAdd(pixel, "e", of => $"w{of.Letter}{column}"));
}
