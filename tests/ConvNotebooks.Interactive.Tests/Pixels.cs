using System.Security.Cryptography;
using SkiaSharp;

namespace ConvNotebooks.Interactive.Tests;

/// <summary>A PNG file read back by another decoder than wrote it.</summary>
internal sealed class Pixels
{
    private readonly int[] colors;

    public Pixels(ReadOnlySpan<byte> png)
    {
        using var bitmap = SKBitmap.Decode(png);
        Assert.NotNull(bitmap);
        (Width, Height) = (bitmap.Width, bitmap.Height);
        colors = [.. bitmap.Pixels.Select(p => (p.Red << 16) | (p.Green << 8) | p.Blue)];
    }

    public int Width { get; }

    public int Height { get; }

    public int this[int x, int y] => colors[y * Width + x];

    /// <summary>The size and a hash of the pixels, which does not depend on how the file was compressed.</summary>
    public override string ToString()
    {
        var bytes = colors.SelectMany(c => new[] { (byte)(c >> 16), (byte)(c >> 8), (byte)c }).ToArray();
        return $"{Width}x{Height}, pixels {Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}";
    }

    /// <summary>How many pixels have a colour.</summary>
    public int Count(int color) => colors.Count(c => c == color);
}
