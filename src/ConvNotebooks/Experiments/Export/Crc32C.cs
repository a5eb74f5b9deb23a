namespace ConvNotebooks;

/// <summary>
/// The cyclic redundancy check of Castagnoli's polynomial, reflected: the one that TensorBoard's record files carry, masked.
/// </summary>
/// <remarks>Source: RFC 3720, section 12.1; the mask is that of TensorFlow's "TFRecord" format. .NET's System.IO.Hashing is no part of the base library.</remarks>
internal static class Crc32C
{
    private const uint Polynomial = 0x82F63B78;
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = ~0u;
        foreach (var b in bytes)
            crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    /// <summary>The check as a record stores it: rotated and shifted, so that a check of data that holds checks is no weaker.</summary>
    public static uint Masked(ReadOnlySpan<byte> bytes) => uint.RotateRight(Of(bytes), 15) + 0xA282EAD8;

    private static uint Entry(int index)
    {
        var entry = (uint)index;
        for (var bit = 0; bit < 8; bit++)
            entry = (entry & 1) == 0 ? entry >> 1 : entry >> 1 ^ Polynomial;
        return entry;
    }
}
