namespace ConvNotebooks.Interactive.Drawing;

/// <summary>Bytes filled from their lowest bit, as DEFLATE wants them.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> bytes = [];
    private int held;
    private int count;

    /// <summary>Writes the lowest bits of a value, the lowest first.</summary>
    public void Write(int value, int length)
    {
        held |= value << count;
        for (count += length; count >= 8; count -= 8, held >>= 8)
            bytes.Add((byte)held);
    }

    /// <summary>Fills the last byte with zeros.</summary>
    public void Align()
    {
        if (count > 0)
            Write(0, 8 - count);
    }

    /// <summary>What was written.</summary>
    public byte[] ToArray() => [.. bytes];
}
