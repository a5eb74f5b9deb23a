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
    public void A_smooth_picture_of_many_colours_is_filtered_small()
    {
        var pixels = Enumerable.Range(0, 256 * 256).Select(i => (i % 256 << 16) | (i / 256 << 8) | (i % 256 + i / 256) / 2).ToArray();
        Assert.InRange(Png.Encode(256, 256, pixels).Length, 100, 4_000);
    }
}
