using System.IO.Compression;
using System.Security.Cryptography;
using ConvNotebooks.Interactive.Drawing;
using CsCheck;

namespace ConvNotebooks.Interactive.Tests;

public sealed class PngTests
{
    [Fact]
    public void Another_decoder_reads_the_pixels_that_were_written() => Gen
        .Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 600], Gen.UInt)
        .Sample((width, height, colors, seed) =>
        {
            var random = new SeededRandom(seed);
            var pixels = new int[width * height];
            foreach (ref var pixel in pixels.AsSpan())
                pixel = random.NextInt32(colors) * 27_961 & 0xFFFFFF;
            var read = new Pixels(Png.Encode(width, height, pixels));
            Assert.Equal((width, height), (read.Width, read.Height));
            for (var i = 0; i < pixels.Length; i++)
                Assert.Equal(pixels[i], read[i % width, i / width]);
        }, iter: 60, seed: "0N0XIzNsQ0O2");

    [Fact]
    public void Zlib_reads_what_was_compressed_and_does_little_better() => Gen
        .Select(Gen.Int[0, 200_000], Gen.Int[1, 256], Gen.Int[1, 400], Gen.UInt)
        .Sample((length, letters, period, seed) =>
        {
            var random = new SeededRandom(seed);
            var data = new byte[length];
            for (var i = 0; i < length; i++)
                data[i] = i >= period && random.NextInt32(10) > 0 ? data[i - period] : (byte)random.NextInt32(letters);
            var ours = Deflate.Compress(data);
            using var unpacked = new MemoryStream();
            using (var zlib = new ZLibStream(new MemoryStream(ours), CompressionMode.Decompress))
                zlib.CopyTo(unpacked);
            Assert.Equal(data, unpacked.ToArray());
            using var theirs = new MemoryStream();
            using (var zlib = new ZLibStream(theirs, CompressionLevel.SmallestSize, leaveOpen: true))
                zlib.Write(data);
            Assert.True(ours.Length < 1.1 * theirs.Length + 100, $"{ours.Length} bytes, zlib {theirs.Length}");
        }, iter: 40, seed: "0N0XIzNsQ0O2");

    /// <summary>The bytes themselves, so that a change of the encoder, which would change every stored picture, is noticed.</summary>
    [Fact]
    public void The_bytes_of_a_file_are_fixed() => Assert.Equal("374ac0d118aaf4e9", Convert.ToHexStringLower(SHA256.HashData(
        Png.Encode(64, 64, [.. Enumerable.Range(0, 64 * 64).Select(i => i * i % 7 * 0x102030)])))[..16]);

    [Fact]
    public void A_smooth_picture_of_many_colours_is_filtered_small()
    {
        var pixels = Enumerable.Range(0, 256 * 256).Select(i => (i % 256 << 16) | (i / 256 << 8) | (i % 256 + i / 256) / 2).ToArray();
        Assert.InRange(Png.Encode(256, 256, pixels).Length, 100, 4_000);
    }
}
