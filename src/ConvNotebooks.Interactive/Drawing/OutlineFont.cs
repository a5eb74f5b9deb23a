using System.Buffers.Binary;

namespace ConvNotebooks.Interactive.Drawing;

/// <summary>
/// The outlines of the characters of a TrueType font, read straight from its tables, so that a label has the same pixels
/// on every system whatever its font engine does. Hinting and kerning are left out.
/// </summary>
/// <remarks>Source: Apple, "TrueType Reference Manual", tables head, hhea, hmtx, maxp, cmap (format 4), loca and glyf.</remarks>
internal sealed class OutlineFont
{
    private static readonly Lazy<OutlineFont> DejaVu = new(ReadEmbedded);

    private readonly byte[] data;
    private readonly Dictionary<string, int> tables = [];
    private readonly int metrics;
    private readonly bool longOffsets;

    private OutlineFont(byte[] data)
    {
        this.data = data;
        for (int i = 0, entry = 12; i < U16(4); i++, entry += 16)
            tables[System.Text.Encoding.ASCII.GetString(data, entry, 4)] = (int)U32(entry + 8);
        UnitsPerEm = U16(tables["head"] + 18);
        longOffsets = U16(tables["head"] + 50) != 0;
        metrics = U16(tables["hhea"] + 34);
    }

    /// <summary>DejaVu Sans, which travels inside the library.</summary>
    public static OutlineFont Sans => DejaVu.Value;

    /// <summary>Font units of one em: the font's size in pixels is this many units.</summary>
    public int UnitsPerEm { get; }

    /// <summary>The glyph of a character; 0, the empty box, for one that the font lacks.</summary>
    public int Glyph(char character)
    {
        var cmap = tables["cmap"];
        for (int i = 0, entry = cmap + 4; i < U16(cmap + 2); i++, entry += 8)
        {
            var table = cmap + (int)U32(entry + 4);
            if (U16(entry) == 3 && U16(entry + 2) == 1 && U16(table) == 4)
                return GlyphIn(table, character);
        }

        return 0;
    }

    /// <summary>How far the pen moves after a glyph, in font units.</summary>
    public int Advance(int glyph) => U16(tables["hmtx"] + 4 * Math.Min(glyph, metrics - 1));

    /// <summary>The closed curves of a glyph in font units, y upwards; curves flattened to lines.</summary>
    public IEnumerable<(double X, double Y)[]> Contours(int glyph)
    {
        var loca = tables["loca"];
        var (from, to) = longOffsets
            ? (U32(loca + 4 * glyph), U32(loca + 4 * glyph + 4))
            : (U16(loca + 2 * glyph) * 2u, U16(loca + 2 * glyph + 2) * 2u);
        if (from == to)
            return [];
        var at = tables["glyf"] + (int)from;
        return I16(at) >= 0 ? Simple(at) : Composite(at + 10);
    }

    private int GlyphIn(int table, char character)
    {
        var segments = U16(table + 6) / 2;
        int ends = table + 14, starts = ends + 2 * segments + 2, deltas = starts + 2 * segments, ranges = deltas + 2 * segments;
        var s = 0;
        while (s < segments && U16(ends + 2 * s) < character)
            s++;
        if (s == segments || U16(starts + 2 * s) > character)
            return 0;
        var (delta, range) = (U16(deltas + 2 * s), U16(ranges + 2 * s));
        if (range == 0)
            return (character + delta) & 0xFFFF;
        var glyph = U16(ranges + 2 * s + range + 2 * (character - U16(starts + 2 * s)));
        return glyph == 0 ? 0 : (glyph + delta) & 0xFFFF;
    }

    private List<(double X, double Y)[]> Simple(int at)
    {
        var ends = Enumerable.Range(0, I16(at)).Select(i => U16(at + 10 + 2 * i)).ToArray();
        var points = ends[^1] + 1;
        var next = at + 10 + 2 * ends.Length;
        next += 2 + U16(next);

        var flags = new byte[points];
        for (var i = 0; i < points; i++)
        {
            flags[i] = data[next++];
            if ((flags[i] & 8) == 0)
                continue;
            for (var repeat = data[next++]; repeat > 0; repeat--, i++)
                flags[i + 1] = flags[i];
        }

        var xs = Coordinates(flags, shortBit: 2, sameBit: 16, ref next);
        var ys = Coordinates(flags, shortBit: 4, sameBit: 32, ref next);
        return [.. ends.Select((end, c) => (Start: c == 0 ? 0 : ends[c - 1] + 1, End: end))
            .Select(c => Flatten(xs[c.Start..(c.End + 1)], ys[c.Start..(c.End + 1)], flags[c.Start..(c.End + 1)]))];
    }

    private int[] Coordinates(byte[] flags, int shortBit, int sameBit, ref int next)
    {
        var values = new int[flags.Length];
        var value = 0;
        for (var i = 0; i < flags.Length; i++)
        {
            var same = (flags[i] & sameBit) != 0;
            if ((flags[i] & shortBit) != 0)
            {
                value += same ? data[next] : -data[next];
                next++;
            }
            else if (!same)
            {
                value += I16(next);
                next += 2;
            }

            values[i] = value;
        }

        return values;
    }

    /// <summary>Quadratic curves as eight lines each; between two control points lies an implied point on the curve.</summary>
    private static (double X, double Y)[] Flatten(int[] xs, int[] ys, byte[] flags)
    {
        const int steps = 8;
        var n = xs.Length;
        bool On(int i) => (flags[i % n] & 1) != 0;
        (double X, double Y) At(int i) => (xs[i % n], ys[i % n]);
        (double X, double Y) Middle(int i) => ((At(i).X + At(i + 1).X) / 2, (At(i).Y + At(i + 1).Y) / 2);

        var result = new List<(double X, double Y)>();
        for (var i = 0; i < n; i++)
        {
            if (On(i))
            {
                result.Add(At(i));
                continue;
            }

            var from = On(i + n - 1) ? At(i + n - 1) : Middle(i + n - 1);
            var to = On(i + 1) ? At(i + 1) : Middle(i);
            for (var k = 1; k <= steps; k++)
            {
                double t = (double)k / steps, u = 1 - t;
                result.Add((u * u * from.X + 2 * u * t * At(i).X + t * t * to.X, u * u * from.Y + 2 * u * t * At(i).Y + t * t * to.Y));
            }
        }

        return [.. result];
    }

    /// <summary>A glyph made of others: an accented letter. Offsets are followed; DejaVu's scales are all 1.</summary>
    private List<(double X, double Y)[]> Composite(int next)
    {
        var result = new List<(double X, double Y)[]>();
        int flags;
        do
        {
            (flags, var glyph) = (U16(next), U16(next + 2));
            var words = (flags & 1) != 0;
            var (dx, dy) = words ? (I16(next + 4), I16(next + 6)) : ((sbyte)data[next + 4], (sbyte)data[next + 5]);
            next += (words ? 8 : 6) + ((flags & 8) != 0 ? 2 : (flags & 64) != 0 ? 4 : (flags & 128) != 0 ? 8 : 0);
            result.AddRange(Contours(glyph).Select(c => c.Select(p => (p.X + dx, p.Y + dy)).ToArray()));
        }
        while ((flags & 32) != 0);
        return result;
    }

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(at));

    private int I16(int at) => BinaryPrimitives.ReadInt16BigEndian(data.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at));

    private static OutlineFont ReadEmbedded()
    {
        using var stream = typeof(OutlineFont).Assembly.GetManifestResourceStream("DejaVuSans.ttf")!;
        var data = new byte[stream.Length];
        stream.ReadExactly(data);
        return new(data);
    }
}
