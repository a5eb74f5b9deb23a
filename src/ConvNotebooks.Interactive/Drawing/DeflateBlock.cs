namespace ConvNotebooks.Interactive.Drawing;

/// <summary>One block of a DEFLATE stream with Huffman codes made for it (RFC 1951, section 3.2.7).</summary>
internal static class DeflateBlock
{
    private const int End = 256;

    // Section 3.2.5: where each symbol's lengths and distances begin, and how many bits say the rest.
    private static readonly int[] LengthBase =
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static readonly int[] LengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private static readonly int[] DistanceBits = [.. Enumerable.Range(0, 30).Select(s => Math.Max(0, s / 2 - 1))];

    private static readonly int[] DistanceBase =
        [.. Enumerable.Range(0, 30).Select(s => 1 + Enumerable.Range(0, s).Sum(earlier => 1 << DistanceBits[earlier]))];

    private static readonly int[] LengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>Writes a block.</summary>
    public static void Write(BitWriter bits, List<DeflateToken> tokens, bool last)
    {
        int[] literals = new int[286], distances = new int[30];
        literals[End] = 1;
        foreach (var token in tokens)
        {
            literals[Symbol(token)]++;
            if (token.Length > 0)
                distances[SymbolOf(DistanceBase, token.Distance)]++;
        }

        HuffmanCode literalCode = new(literals, 15), distanceCode = new(distances, 15);
        bits.Write(last ? 1 : 0, 1);
        bits.Write(2, 2);
        WriteLengths(bits, literalCode.Lengths, distanceCode.Lengths);
        foreach (var token in tokens)
        {
            var symbol = Symbol(token);
            literalCode.Write(bits, symbol);
            if (token.Length == 0)
                continue;
            bits.Write(token.Length - LengthBase[symbol - 257], LengthBits[symbol - 257]);
            var distance = SymbolOf(DistanceBase, token.Distance);
            distanceCode.Write(bits, distance);
            bits.Write(token.Distance - DistanceBase[distance], DistanceBits[distance]);
        }

        literalCode.Write(bits, End);
    }

    /// <summary>The codes' lengths, runs shortened, themselves in a code.</summary>
    private static void WriteLengths(BitWriter bits, int[] literals, int[] distances)
    {
        var runs = Runs([.. literals, .. distances]).ToList();
        var counts = new int[19];
        foreach (var (symbol, _, _) in runs)
            counts[symbol]++;
        var code = new HuffmanCode(counts, 7);
        var sent = Array.FindLastIndex(LengthOrder, s => code.Lengths[s] > 0) + 1;
        bits.Write(literals.Length - 257, 5);
        bits.Write(distances.Length - 1, 5);
        bits.Write(Math.Max(4, sent) - 4, 4);
        for (var i = 0; i < Math.Max(4, sent); i++)
            bits.Write(code.Lengths[LengthOrder[i]], 3);
        foreach (var (symbol, more, length) in runs)
        {
            code.Write(bits, symbol);
            bits.Write(more, length);
        }
    }

    private static IEnumerable<(int Symbol, int More, int Bits)> Runs(int[] lengths)
    {
        for (var i = 0; i < lengths.Length;)
        {
            var run = 1;
            while (i + run < lengths.Length && lengths[i + run] == lengths[i])
                run++;
            if (lengths[i] == 0 && run >= 3)
            {
                run = Math.Min(run, 138);
                yield return run < 11 ? (17, run - 3, 3) : (18, run - 11, 7);
                i += run;
                continue;
            }

            yield return (lengths[i], 0, 0);
            i++;
            for (run--; lengths[i - 1] > 0 && run >= 3; run -= Math.Min(run, 6))
            {
                yield return (16, Math.Min(run, 6) - 3, 2);
                i += Math.Min(run, 6);
            }
        }
    }

    private static int Symbol(DeflateToken token) => token.Length == 0 ? token.LengthOrByte : 257 + SymbolOf(LengthBase, token.Length);

    private static int SymbolOf(int[] bases, int value)
    {
        var at = Array.BinarySearch(bases, value);
        return at >= 0 ? at : ~at - 1;
    }
}
