namespace ConvNotebooks.Interactive.Drawing;

/// <summary>
/// Compresses bytes as a zlib stream: the longest match in the last 32 KiB, one byte of patience, Huffman codes of its own for
/// every block. The framework's encoder is whatever zlib the machine has; this one gives the same bytes everywhere.
/// </summary>
/// <remarks>Source: Deutsch, "DEFLATE Compressed Data Format Specification" (RFC 1951) and "ZLIB" (RFC 1950).</remarks>
internal sealed class Deflate
{
    private const int Reach = 32_768;
    private const int Shortest = 3;
    private const int Longest = 258;
    private const int Chain = 256;
    private const int BlockTokens = 32_768;

    private readonly byte[] data;
    private readonly int[] head = new int[1 << 15];
    private readonly int[] previous;
    private readonly BitWriter bits = new();

    private Deflate(byte[] data)
    {
        this.data = data;
        previous = new int[data.Length];
        Array.Fill(head, -1);
    }

    /// <summary>The bytes as a zlib stream.</summary>
    public static byte[] Compress(byte[] data)
    {
        var deflate = new Deflate(data);
        deflate.bits.Write(0x78, 8);
        deflate.bits.Write(0xDA, 8);
        deflate.WriteBlocks();
        deflate.bits.Align();
        var sum = Adler(data);
        for (var shift = 24; shift >= 0; shift -= 8)
            deflate.bits.Write((int)(sum >> shift) & 255, 8);
        return deflate.bits.ToArray();
    }

    private void WriteBlocks()
    {
        var tokens = new List<DeflateToken>(BlockTokens);
        var at = 0;
        while (at < data.Length)
        {
            var match = Find(at);
            Enter(at);
            if (match.Length > 0 && match.Length < Longest && at + 1 < data.Length && Find(at + 1).Length > match.Length)
                match = default;
            tokens.Add(match.Length == 0 ? new(data[at], 0) : match);
            for (var i = 1; i < match.Length; i++)
                Enter(at + i);
            at += Math.Max(1, match.Length);
            if (tokens.Count == BlockTokens && at < data.Length)
            {
                DeflateBlock.Write(bits, tokens, last: false);
                tokens.Clear();
            }
        }

        DeflateBlock.Write(bits, tokens, last: true);
    }

    /// <summary>The longest earlier occurrence of what begins at a place, the nearest of equal ones; length 0 for none.</summary>
    private DeflateToken Find(int at)
    {
        var best = default(DeflateToken);
        if (at + Shortest > data.Length)
            return best;
        var limit = Math.Min(Longest, data.Length - at);
        var candidate = head[Hash(at)];
        for (var tries = 0; candidate >= 0 && at - candidate <= Reach && tries < Chain; tries++, candidate = previous[candidate])
        {
            var length = data.AsSpan(at, limit).CommonPrefixLength(data.AsSpan(candidate, limit));
            if (length >= Shortest && length > best.Length)
                best = new(length, at - candidate);
            if (best.Distance > 0 && length == limit)
                break;
        }

        return best.Distance == 0 ? default : best;
    }

    private void Enter(int at)
    {
        if (at + Shortest > data.Length)
            return;
        var hash = Hash(at);
        previous[at] = head[hash];
        head[hash] = at;
    }

    private int Hash(int at) => (int)(((uint)(data[at] | data[at + 1] << 8 | data[at + 2] << 16) * 2_654_435_761u) >> 17);

    private static uint Adler(byte[] data)
    {
        uint a = 1, b = 0;
        foreach (var value in data)
        {
            a = (a + value) % 65_521;
            b = (b + a) % 65_521;
        }

        return b << 16 | a;
    }
}

/// <summary>A byte as it is (distance 0), or as many bytes as the length says from that far back.</summary>
/// <param name="LengthOrByte">The length of the match, or the byte.</param>
/// <param name="Distance">How far back; 0 for a byte.</param>
internal readonly record struct DeflateToken(int LengthOrByte, int Distance)
{
    /// <summary>Bytes of the match; 0 for a byte as it is.</summary>
    public int Length => Distance == 0 ? 0 : LengthOrByte;
}
