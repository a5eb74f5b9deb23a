using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ConvNotebooks;

/// <summary>
/// Named float32 tensors in one file: 8 bytes with the length of a JSON header, the header with each tensor's type, axes and
/// place, then the values, little-endian and without gaps. Python reads it with <c>safetensors.numpy.load_file</c>.
/// </summary>
/// <remarks>Source: Hugging Face, "Safetensors", section "Format".</remarks>
public static class Safetensors
{
    private const string MetadataName = "__metadata__";
    private const int ValueBytes = sizeof(float);

    /// <summary>Writes tensors in the order of their names; the same tensors give the same bytes.</summary>
    /// <param name="path">The file, replaced whole or not at all.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="metadata">Texts by name.</param>
    /// <exception cref="ArgumentException">A tensor is named __metadata__.</exception>
    /// <exception cref="IOException">The folder is missing or full.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.ContainsKey(MetadataName))
        {
            throw new ArgumentException(
                $"Safetensors: a tensor is named {MetadataName}, which the format keeps for texts. Give it another name.", nameof(tensors));
        }

        var ordered = tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal).ToArray();
        var header = Header(ordered, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var (_, tensor) in ordered)
                WriteValues(stream, tensor.Values);
        });
    }

    /// <summary>Reads a file. Nothing is allocated beyond what the file's own length allows.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors; one axis [n] becomes [1, n, 1, 1], two [n, c] become [n, c, 1, 1], three [n, c, h, 1].</returns>
    /// <exception cref="CheckpointException">The file is damaged, truncated, or holds other numbers than float32; the message says what.</exception>
    /// <exception cref="IOException">The file is not there or can't be read.</exception>
    public static SafetensorsFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = File.OpenRead(path);
        return Read(file, Path.GetFileName(path));
    }

    internal static SafetensorsFile Read(Stream file, string name)
    {
        var entries = SafetensorsHeader.Read(file, name, out var metadata);
        var tensors = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var values = new float[entry.Shape.Values.Value];
            file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            if (!BitConverter.IsLittleEndian)
            {
                var words = MemoryMarshal.Cast<float, int>(values.AsSpan());
                BinaryPrimitives.ReverseEndianness(words, words);
            }

            tensors.Add(entry.Name, new Tensor(entry.Shape, values));
        }

        return new(tensors, metadata);
    }

    /// <summary>The header, padded with spaces to a multiple of 8 so that the values are aligned.</summary>
    private static byte[] Header(KeyValuePair<string, Tensor>[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataName);
                foreach (var (key, text) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    json.WriteString(key, text);
                json.WriteEndObject();
            }

            var end = 0L;
            foreach (var (name, tensor) in tensors)
            {
                var (shape, begin) = (tensor.Shape, end);
                end += (long)ValueBytes * tensor.Values.Length;
                json.WriteStartObject(name);
                json.WriteString("dtype", "F32");
                WriteNumbers(json, "shape", shape.N, shape.C, shape.H, shape.W);
                WriteNumbers(json, "data_offsets", begin, end);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (header.Length % 8 != 0)
            header.WriteByte((byte)' ');
        return header.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, params ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    /// <summary>Writes values as they lie in the file, little-endian.</summary>
    internal static void WriteValues(Stream stream, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(values));
            return;
        }

        Span<byte> bytes = stackalloc byte[ValueBytes];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            stream.Write(bytes);
        }
    }
}
