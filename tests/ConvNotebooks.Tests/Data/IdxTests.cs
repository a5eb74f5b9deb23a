using System.Buffers.Binary;
using System.IO.Compression;

namespace ConvNotebooks.Tests.Data;

public sealed class IdxTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_and_labels_are_read_packed_or_not(bool packed)
    {
        var data = Idx.Read(Write("images", Images(2, 3, 4), packed), Write("labels", Labels(7, 9), packed), "Two");
        Assert.Equal("Two train: 2 images [4x3x1] of 10 classes", data.ToString());
        Assert.Equal([7, 9], data.Labels.ToArray());
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (byte)i), data.Bytes.ToArray());
    }

    [Fact]
    public void Four_axes_are_images_with_channels() =>
        Assert.Equal(new Shape(5, 4, 3), Idx.Read(Write("i", Images(2, 3, 4, 5)), Write("l", Labels(0, 1)), "Two").Shape);

    [Fact]
    public void A_truncated_file_is_named_with_its_end() => Fails(
        "Idx: 'images' ends at byte 30, 40 bytes were needed. Get the file again.", Images(2, 3, 4)[..30], Labels(0, 1));

    [Fact]
    public void So_is_a_truncated_header() => Fails(
        "Idx: 'images' ends at byte 6, 16 bytes were needed. Get the file again.", Images(2, 3, 4)[..6], Labels(0, 1));

    [Fact]
    public void Bytes_after_the_end_are_refused() => Fails(
        "Idx: 'images' goes on after byte 40, where its header says it ends. Get the file again.", [.. Images(2, 3, 4), 0], Labels(0, 1));

    [Fact]
    public void Another_magic_number_is_refused() => Fails(
        "Idx: 'images' begins with 00 00 08 01, and IDX images with 00 00 08 03 or 04. Get the file again.", Labels(0, 1), Labels(0, 1));

    [Fact]
    public void Floats_are_refused() => Fails(
        "Idx: 'labels' begins with 00 00 0D 01, and IDX labels with 00 00 08 01. Get the file again.", Images(2, 3, 4), [0, 0, 0x0D, 1, 0, 0, 0, 1, 0]);

    [Fact]
    public void A_label_outside_the_classes_is_named_with_its_byte() => Fails(
        "Idx: 'labels' has label 2 at byte 9, and the 2 classes are 0 to 1. Get the file again.", Images(2, 3, 4), Labels(0, 2), ["a", "b"]);

    [Fact]
    public void Files_of_different_sets_are_refused() => Fails(
        "Idx: 'images' holds 2 images, and 'labels' 3 labels; they do not belong together. Get the file again.", Images(2, 3, 4), Labels(0, 1, 1));

    [Fact]
    public void A_negative_axis_is_refused() => Fails(
        "Idx: 'images' gives axis 1 the length 4,294,967,295 at byte 8, and 1 to 2,147,483,647 was needed. Get the file again.",
        Images(2, -1, 4), Labels(0, 1));

    /// <summary>A header of 16 bytes that promises 8 EB, or 2 GB, allocates neither.</summary>
    [Theory]
    [InlineData(int.MaxValue, int.MaxValue, "promises 9,903,520,300,447,984,150,353,281,023 bytes, and one array holds 2,147,483,591")]
    [InlineData(2, 1_000_000_000, "ends at byte 16, 2,000,000,016 bytes were needed")]
    public void A_promise_that_the_file_can_not_hold_is_refused_unread(int n, int h, string problem)
    {
        string labels = Write("labels", Labels(0, 1)), images = Write("images", Images(n, h, n == 2 ? 1 : n)[..16]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal($"Idx: 'images' {problem}. Get the file again.",
            Assert.Throws<DatasetFormatException>(() => Idx.Read(images, labels, "Two")).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void So_is_a_packed_one()
    {
        var bomb = Pack(Images(2, 1_000_000_000, 1)[..16]);
        Assert.Equal($"Idx: 'images' holds {bomb.Length} packed bytes, 2,000,000,016 bytes were needed. Get the file again.",
            Assert.Throws<DatasetFormatException>(() => Idx.Read(folder.Write("images", bomb), Write("labels", Labels(0, 1)), "Two")).Message);
    }

    /// <summary>A megabyte of packed zeros behind two small images is not unpacked.</summary>
    [Fact]
    public void A_packed_file_is_unpacked_only_as_far_as_its_header_says() => Assert.Contains("goes on after byte 40",
        Assert.Throws<DatasetFormatException>(() => Idx.Read(
            Write("images", [.. Images(2, 3, 4), .. new byte[1 << 20]], packed: true), Write("labels", Labels(0, 1)), "Two")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(20)]
    public void A_truncated_packed_file_is_refused(int lacking)
    {
        var packed = Pack(Images(2, 30, 40));
        var error = Assert.Throws<DatasetFormatException>(() =>
            Idx.Read(folder.Write("images", packed[..^lacking]), Write("labels", Labels(0, 1)), "Two"));
        Assert.StartsWith("Idx: 'images' ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Get the file again.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_file_with_a_flipped_bit_is_refused()
    {
        var packed = Pack(Images(2, 30, 40));
        for (var i = 10; i < packed.Length; i += 7)
        {
            var damaged = packed.ToArray();
            damaged[i] ^= 4;
            Assert.Throws<DatasetFormatException>(() => Idx.Read(folder.Write("images", damaged), Write("labels", Labels(0, 1)), "Two"));
        }
    }

    [Fact]
    public void A_missing_file_is_named() => Assert.Equal("Idx: 'nowhere/images' is not there. Give the path of a file.",
        Assert.Throws<DatasetNotFoundException>(() => Idx.Read("nowhere/images", "nowhere/labels", "Two")).Message);

    private void Fails(string message, byte[] images, byte[] labels, string[]? classes = null) => Assert.Equal(message,
        Assert.Throws<DatasetFormatException>(() => Idx.Read(Write("images", images), Write("labels", labels), "Two", classes)).Message);

    private string Write(string name, byte[] content, bool packed = false) => folder.Write(name, packed ? Pack(content) : content);

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(content);
        return packed.ToArray();
    }

    /// <summary>An IDX file of images with the values 0, 1, 2, …, as many as there are up to 10,000.</summary>
    internal static byte[] Images(params int[] axes) =>
        [.. Header(axes), .. Enumerable.Range(0, (int)Math.Clamp(axes.Aggregate(1L, (a, b) => a * b), 0, 10_000)).Select(i => (byte)i)];

    internal static byte[] Labels(params byte[] labels) => [.. Header(labels.Length), .. labels];

    private static byte[] Header(params int[] axes)
    {
        var header = new byte[4 + 4 * axes.Length];
        (header[2], header[3]) = (8, (byte)axes.Length);
        for (var i = 0; i < axes.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), axes[i]);
        return header;
    }
}
