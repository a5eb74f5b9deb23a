using System.Buffers.Binary;

namespace ConvNotebooks.Notebooks;

/// <summary>What can be said of a picture without decoding it: a PNG's width and height in pixels stand in its header.</summary>
internal static class PngSize
{
    private const int HeaderLength = 24;

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary><c>300x200 (4,123 bytes)</c> for a PNG, <c>4,123 bytes</c> for another picture in base64.</summary>
    public static string Describe(string base64)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            return "no picture (not base64)";
        }

        string length = $"{bytes.Length:N0} bytes";
        if (bytes.Length < HeaderLength || !bytes.AsSpan().StartsWith(Signature))
            return length;
        uint width = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(16));
        uint height = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(20));
        return $"{width}x{height} ({length})";
    }
}
