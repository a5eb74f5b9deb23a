using System.Buffers.Binary;
using System.Text;

namespace ConvNotebooks.Interactive.Drawing;

/// <summary>
/// Writes 24-bit pixels as a PNG file: with a palette where 256 colours do, otherwise as RGB with the filter of each row
/// that leaves the smallest differences. No times, no comments, and an encoder of our own: the same pixels give the
/// same file on every machine.
/// </summary>
/// <remarks>Source: W3C, "Portable Network Graphics (PNG) Specification (Third Edition)".</remarks>
internal static class Png
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(n => CrcOf((uint)n))];

    /// <summary>Encodes a picture.</summary>
    /// <param name="width">Pixels along x.</param>
    /// <param name="height">Pixels along y.</param>
    /// <param name="pixels">The pixels as 0xRRGGBB, row after row.</param>
    public static byte[] Encode(int width, int height, ReadOnlySpan<int> pixels)
    {
        var palette = Palette(pixels);
        var file = new MemoryStream();
        file.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, (byte)(palette is null ? 2 : 3));
        Chunk(file, "IHDR", header);
        if (palette is not null)
            Chunk(file, "PLTE", [.. palette.OrderBy(p => p.Value).SelectMany(p => Bytes(p.Key))]);
        Chunk(file, "IDAT", Deflate.Compress(palette is null ? RgbRows(width, height, pixels) : IndexRows(width, height, pixels, palette)));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static Dictionary<int, byte>? Palette(ReadOnlySpan<int> pixels)
    {
        var palette = new Dictionary<int, byte>();
        foreach (var pixel in pixels)
        {
            if (palette.ContainsKey(pixel))
                continue;
            if (palette.Count == 256)
                return null;
            palette[pixel] = (byte)palette.Count;
        }

        return palette;
    }

    private static byte[] IndexRows(int width, int height, ReadOnlySpan<int> pixels, Dictionary<int, byte> palette)
    {
        var rows = new byte[(width + 1) * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                rows[y * (width + 1) + 1 + x] = palette[pixels[y * width + x]];
        }

        return rows;
    }

    private static byte[] RgbRows(int width, int height, ReadOnlySpan<int> pixels)
    {
        var stride = 3 * width;
        var rows = new byte[(stride + 1) * height];
        byte[] above = new byte[stride], row = new byte[stride], trial = new byte[stride];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var pixel = pixels[y * width + x];
                (row[3 * x], row[3 * x + 1], row[3 * x + 2]) = ((byte)(pixel >> 16), (byte)(pixel >> 8), (byte)pixel);
            }

            var least = long.MaxValue;
            for (byte filter = 0; filter <= 4; filter++)
            {
                var sum = Filter(filter, row, above, trial);
                if (sum >= least)
                    continue;
                least = sum;
                rows[y * (stride + 1)] = filter;
                trial.CopyTo(rows, y * (stride + 1) + 1);
            }

            (row, above) = (above, row);
        }

        return rows;
    }

    /// <summary>Takes from each byte what its neighbours foretell; gives the sum of the differences' sizes.</summary>
    private static long Filter(byte filter, byte[] row, byte[] above, byte[] result)
    {
        long sum = 0;
        for (var i = 0; i < row.Length; i++)
        {
            int left = i < 3 ? 0 : row[i - 3], up = above[i], corner = i < 3 ? 0 : above[i - 3];
            result[i] = (byte)(row[i] - filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => Paeth(left, up, corner) });
            sum += Math.Abs((sbyte)result[i] + 0);
        }

        return sum;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var p = left + up - corner;
        int dl = Math.Abs(p - left), du = Math.Abs(p - up), dc = Math.Abs(p - corner);
        return dl <= du && dl <= dc ? left : du <= dc ? up : corner;
    }

    private static void Chunk(Stream file, string type, byte[] content)
    {
        Span<byte> number = stackalloc byte[4];
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. content];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(typed);
        var crc = uint.MaxValue;
        foreach (var b in typed)
            crc = CrcTable[(crc ^ b) & 255] ^ (crc >> 8);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        file.Write(number);
    }

    private static uint CrcOf(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
        return value;
    }

    private static byte[] Bytes(int pixel) => [(byte)(pixel >> 16), (byte)(pixel >> 8), (byte)pixel];
}
