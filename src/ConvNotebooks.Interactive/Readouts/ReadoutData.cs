using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive.Readouts;

/// <summary>
/// The values of a picture in few characters. They are exact (float32) while they are few, rounded to 11 bits (float16, scaled
/// by a power of two) when they are more, and to 1/254 of each area's range beyond. When even that is too much, values are read
/// back from the colours of the picture; where there is no scale, what does not fit is left out.
/// </summary>
internal sealed class ReadoutData
{
    /// <summary>The most values that are kept exactly.</summary>
    public const int MostExact = 2048;

    private const int MostValues = 16 << 10;
    private const int MostBytes = 24 << 10;

    private static readonly JsonSerializerOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<byte> bytes = [];
    private readonly List<int> palettes = [];
    private readonly bool tooMany;
    private int kept;
    private int read;
    private int left;

    public ReadoutData(IReadOnlyList<ReadoutArea> areas)
    {
        long values = areas.Sum(a => a.Values?.LongLength ?? 0);
        Kind = values <= MostExact ? "f" : 2 * values <= MostBytes ? "h" : "b";
        tooMany = values > MostValues;
        Areas = new JsonArray([.. areas.Select(Entry)]).ToJsonString(Plainly);
        Note = kept == 0 ? "" : Kind switch
        {
            "f" => "",
            "h" => "Values are rounded to three digits.",
            _ => "Values are rounded to 1/254 of the range of their map.",
        };
        if (areas.Any(a => a.Pixels is not null))
            Note += $"{(Note.Length == 0 ? "" : " ")}Where a picture has its own colours, values are read from them, in steps of 1/255 of the range.";
        if (read > 0)
        {
            Note += $"{(Note.Length == 0 ? "" : " ")}{(read == areas.Count ? "Values" : $"Those of {read} of {areas.Count} maps")} are read from the colours, "
                + $"in steps of 1/{ColorScale.Steps - 1} of the scale.";
        }

        if (left > 0)
            Note += $"{(Note.Length == 0 ? "" : " ")}{left} of {areas.Count} maps have too many values to be kept here: only their places are told.";
    }

    /// <summary>The areas as JSON: where they are, and how their values are kept where that is not <see cref="Kind"/>.</summary>
    public string Areas { get; }

    /// <summary>How values are kept: <c>f</c> float32, <c>h</c> float16, <c>b</c> bytes.</summary>
    public string Kind { get; }

    /// <summary>The values' bytes as base64, those of one area after those of the other.</summary>
    public string Values => Convert.ToBase64String([.. bytes]);

    /// <summary>The colours of the scales that values are read from, three bytes a colour, as base64.</summary>
    public string Palettes => Convert.ToBase64String([.. palettes.SelectMany(c => new[] { (byte)(c >> 16), (byte)(c >> 8), (byte)c })]);

    /// <summary>What was rounded or left out, in words; empty for nothing.</summary>
    public string Note { get; }

    private JsonObject Entry(ReadoutArea area)
    {
        var at = new JsonArray(area.Left, area.Top, area.Side, area.Columns, area.Rows);
        if (area.Tall is { } tall && tall != area.Side)
            at.Add(tall);
        var entry = new JsonObject { ["n"] = area.Name, ["at"] = at };
        if (area.Step > 1)
            entry["s"] = area.Step;
        if (area.After.Length > 0)
            entry["t"] = area.After;
        if (area.Planes.Length > 1)
            entry["p"] = Words(area.Planes);
        if (area.Pixels is var (from, to))
            Keep(entry, "p", from, to, []);
        else if (area.Marks is { } marks)
        {
            entry["w"] = Words(area.Words);
            Keep(entry, "x", 0, 1, [.. marks.Columns.Concat(marks.Rows).Select(m => (byte)(m ? 1 : 0))]);
        }
        else if (area.Values is { } values)
            Keep(entry, values, area.Scale);
        return entry;
    }

    private static JsonArray Words(string[] words) => [.. words.Select(w => (JsonNode)w)];

    private void Keep(JsonObject entry, float[] values, ColorScale? scale)
    {
        if (scale is not null && tooMany)
        {
            read++;
            (entry["k"], entry["c"], entry["a"], entry["b"]) = ("c", PaletteOf(scale), scale.From, scale.To);
            return;
        }

        kept++;
        if (Kind == "f")
        {
            Keep(entry, "f", 0, 1, Bytes(values, 4, (v, to) => BinaryPrimitives.WriteSingleLittleEndian(to, v)));
            return;
        }

        var summary = TensorSummary.Of(values);
        if (Kind == "h")
        {
            var most = Math.Max(Math.Abs(summary.Least), Math.Abs(summary.Greatest));
            var unit = Math.ScaleB(1, most > 0 ? Math.ILogB(most) : 0);
            Keep(entry, "h", 0, unit, Bytes(values, 2, (v, to) => BinaryPrimitives.WriteHalfLittleEndian(to, (Half)(v / unit))));
            return;
        }

        var range = summary.Greatest - summary.Least;
        byte Level(float v) => float.IsFinite(v) ? (byte)Math.Round(range > 0 ? (v - summary.Least) / range * 254 : 0) : (byte)255;
        Keep(entry, "b", summary.Least, summary.Greatest, [.. values.Select(Level)]);
    }

    /// <summary>The number of a scale's palette among those kept.</summary>
    private int PaletteOf(ColorScale scale)
    {
        var colors = scale.Palette;
        for (var at = 0; at < palettes.Count; at += ColorScale.Steps)
        {
            if (palettes.Skip(at).Take(ColorScale.Steps).SequenceEqual(colors))
                return at / ColorScale.Steps;
        }

        palettes.AddRange(colors);
        return palettes.Count / ColorScale.Steps - 1;
    }

    private void Keep(JsonObject entry, string kind, double from, double to, ReadOnlySpan<byte> content)
    {
        var fits = bytes.Count + content.Length <= MostBytes;
        left += fits ? 0 : 1;
        if (!fits || kind != Kind)
            entry["k"] = fits ? kind : "";
        if (!fits)
            return;
        if (from != 0)
            entry["a"] = from;
        if (to != 1)
            entry["b"] = to;
        bytes.AddRange(content);
    }

    private static byte[] Bytes(float[] values, int size, Action<float, Span<byte>> write)
    {
        var content = new byte[values.Length * size];
        for (var i = 0; i < values.Length; i++)
            write(values[i], content.AsSpan(i * size));
        return content;
    }
}
