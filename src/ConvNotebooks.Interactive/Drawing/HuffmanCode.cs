namespace ConvNotebooks.Interactive.Drawing;

/// <summary>A canonical Huffman code: for every symbol that occurs its bits, frequent ones short.</summary>
internal sealed class HuffmanCode
{
    private readonly int[] codes;

    /// <summary>Builds a code.</summary>
    /// <param name="counts">How often each symbol occurs.</param>
    /// <param name="longest">The most bits that a symbol may take.</param>
    public HuffmanCode(int[] counts, int longest)
    {
        Lengths = LengthsOf(counts);
        // Evened out until no code is too long: rare symbols lose a little, and the outcome is the same everywhere.
        while (Lengths.Max() > longest)
        {
            counts = [.. counts.Select(c => c == 0 ? 0 : c / 2 + 1)];
            Lengths = LengthsOf(counts);
        }

        codes = CodesOf(Lengths);
    }

    /// <summary>Bits of every symbol; 0 for one that does not occur.</summary>
    public int[] Lengths { get; }

    /// <summary>Writes a symbol.</summary>
    public void Write(BitWriter bits, int symbol) => bits.Write(codes[symbol], Lengths[symbol]);

    private static int[] LengthsOf(int[] counts)
    {
        var lengths = new int[counts.Length];
        var queue = new PriorityQueue<int[], (long, int)>();
        for (var s = 0; s < counts.Length; s++)
        {
            if (counts[s] > 0)
                queue.Enqueue([s], (counts[s], s));
        }

        // A decoder wants at least one symbol, of one bit.
        if (queue.Count == 0)
            lengths[0] = 1;
        else if (queue.Count == 1)
            lengths[queue.Dequeue()[0]] = 1;
        var next = counts.Length;
        while (queue.Count > 1)
        {
            queue.TryDequeue(out var a, out var first);
            queue.TryDequeue(out var b, out var second);
            int[] both = [.. a!, .. b!];
            foreach (var symbol in both)
                lengths[symbol]++;
            queue.Enqueue(both, (first.Item1 + second.Item1, next++));
        }

        return lengths;
    }

    /// <summary>The codes in order of length, then symbol; their bits reversed, because they are sent from the highest.</summary>
    private static int[] CodesOf(int[] lengths)
    {
        var codes = new int[lengths.Length];
        var code = 0;
        for (var length = 1; length <= lengths.Max(); length++, code <<= 1)
        {
            for (var s = 0; s < lengths.Length; s++)
            {
                if (lengths[s] == length)
                    codes[s] = Reversed(code++, length);
            }
        }

        return codes;
    }

    private static int Reversed(int code, int length)
    {
        var result = 0;
        for (var i = 0; i < length; i++)
            result |= ((code >> i) & 1) << (length - 1 - i);
        return result;
    }
}
