using System.Buffers.Binary;
using System.Text.Json;

namespace ConvNotebooks;

/// <summary>
/// The header of a safetensors file, checked against the length of the file before anything of that size is allocated. The
/// tensors must cover the data from its first byte to its last, without gap or overlap.
/// </summary>
internal static class SafetensorsHeader
{
    private const long LongestHeader = 100_000_000;

    /// <summary>A tensor's place in the data.</summary>
    internal readonly record struct Entry(string Name, TensorShape Shape, long Begin, long End);

    /// <summary>Reads the header and leaves the stream at the first value.</summary>
    /// <returns>The tensors in the order of their values.</returns>
    internal static IReadOnlyList<Entry> Read(Stream file, string name, out IReadOnlyDictionary<string, string> metadata)
    {
        Exception Error(string problem, Exception? inner = null) =>
            new CheckpointException($"Safetensors: '{name}' {problem}. Save or copy it again.", inner);

        if (file.Length < 8)
            throw Error($"is {file.Length} bytes long, and the length of its header takes 8");
        Span<byte> prefix = stackalloc byte[8];
        file.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > (ulong)(file.Length - 8) || length > LongestHeader)
            throw Error($"announces a header of {length:N0} bytes, and {Math.Min(file.Length - 8, LongestHeader):N0} are possible");
        var header = new byte[length];
        file.ReadExactly(header);
        var dataLength = file.Length - 8 - (long)length;
        try
        {
            using var json = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 4 });
            var entries = Entries(json.RootElement, dataLength, Error, out metadata);
            entries.Sort((a, b) => a.Begin.CompareTo(b.Begin));
            var end = 0L;
            foreach (var entry in entries)
            {
                if (entry.Begin != end)
                    throw Error($"{(entry.Begin < end ? "has values that belong to two tensors" : "has values that belong to no tensor")} before {Quote(entry.Name)}");
                end = entry.End;
            }

            return end == dataLength ? entries : throw Error($"has {dataLength:N0} bytes of values, and its tensors take {end:N0}");
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException)
        {
            throw Error($"has a header that is not JSON of its format ({damaged.Message.TrimEnd('.')})", damaged);
        }
    }

    private static List<Entry> Entries(
        JsonElement root, long dataLength, Func<string, Exception?, Exception> error, out IReadOnlyDictionary<string, string> metadata)
    {
        var entries = new List<Entry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            if (!names.Add(property.Name))
                throw error($"names {Quote(property.Name)} twice", null);
            if (property.Name != "__metadata__")
                entries.Add(OfTensor(property.Name, property.Value, dataLength, problem => error($"{problem} for {Quote(property.Name)}", null)));
            else
                foreach (var text in property.Value.EnumerateObject())
                    texts[text.Name] = text.Value.GetString() ?? throw error($"has no text for {Quote(text.Name)}", null);
        }

        metadata = texts;
        return entries;
    }

    private static Entry OfTensor(string name, JsonElement tensor, long dataLength, Func<string, Exception> error)
    {
        if (!tensor.TryGetProperty("dtype", out var type) || type.GetString() != "F32")
            throw error($"has the type {(type.ValueKind == JsonValueKind.String ? Quote(type.GetString()!) : "none")}, F32 was needed,");
        var axes = Numbers("shape", 0, 4);
        var offsets = Numbers("data_offsets", 2, 2);
        var count = (Int128)1;
        foreach (var axis in axes)
            count = axis is >= 1 and <= int.MaxValue ? count * axis : throw error($"has an axis of {axis:N0}, 1 to {int.MaxValue:N0} was needed,");
        var (begin, end) = (offsets[0], offsets[1]);
        if (begin < 0 || end < begin || end > dataLength)
            throw error($"gives bytes {begin:N0} to {end:N0} of the {dataLength:N0} that are there");
        if (count * sizeof(float) != end - begin || count > Array.MaxLength)
            throw error($"gives {end - begin:N0} bytes to {count:N0} values");
        int Axis(int i) => (int)axes[i];
        TensorShape shape = axes.Length switch
        {
            0 => new(1, 1, 1, 1),
            1 => new(1, Axis(0), 1, 1),
            2 => new(Axis(0), Axis(1), 1, 1),
            3 => new(Axis(0), Axis(1), Axis(2), 1),
            _ => new(Axis(0), Axis(1), Axis(2), Axis(3)),
        };
        return new(name, shape, begin, end);

        long[] Numbers(string key, int fewest, int most)
        {
            if (!tensor.TryGetProperty(key, out var list) || list.ValueKind != JsonValueKind.Array
                || list.GetArrayLength() < fewest || list.GetArrayLength() > most)
            {
                throw error($"has no {key} of {(fewest == most ? $"{most}" : $"at most {most}")} numbers");
            }

            return [.. list.EnumerateArray().Select(number => number.TryGetInt64(out var whole) ? whole : throw error($"has {key} that are no whole numbers"))];
        }
    }

    /// <summary>A name as an error gives it: short, whatever a hostile file holds.</summary>
    private static string Quote(string name) => $"'{(name.Length > 80 ? name[..80] + "…" : name)}'";
}
