namespace ConvNotebooks.Tests.Data;

public sealed class CifarTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Records_of_several_files_follow_one_another()
    {
        var data = Cifar.Read10([Write("a", Record(3, 0), Record(9, 1)), Write("b", Record(0, 2))]);
        Assert.Equal("CIFAR-10 train: 3 images [32x32x3] of 10 classes", data.ToString());
        Assert.Equal([3, 9, 0], data.Labels.ToArray());
        Assert.Equal("truck", data.Classes[data.Labels[1]]);
        for (var image = 0; image < 3; image++)
            Assert.Equal(Pixels(image), data.Bytes.Slice(image * 3072, 3072).ToArray());
    }

    [Fact]
    public void The_red_slice_comes_first()
    {
        var image = Cifar.Read10([Write("a", Record(0, 0))]).Image(0).Volume();
        Assert.Equal(Pixels(0)[2 * 1024 + 32 + 5] / 255f, image[5, 1, 2]);
    }

    [Theory]
    [InlineData(false, 57, 100)]
    [InlineData(true, 19, 20)]
    public void Records_of_CIFAR_100_have_two_labels(bool coarse, int label, int classes)
    {
        var data = Cifar.Read100([Write("a", [19, 57, .. Pixels(0)])], "test", coarse);
        Assert.Equal($"CIFAR-100 test: 1 images [32x32x3] of {classes} classes", data.ToString());
        Assert.Equal(label, data.Labels[0]);
        Assert.Equal(Pixels(0), data.Bytes.ToArray());
        Assert.Equal(classes, data.Classes.Distinct().Count());
    }

    [Fact]
    public void A_file_that_ends_within_an_image_is_refused() => Assert.Equal(
        "Cifar: 'a' ends at byte 6,145, 6,146 bytes were needed: a CIFAR-10 image takes 3,073. Get the file again.",
        Assert.Throws<DatasetFormatException>(() => Cifar.Read10([Write("a", Record(0, 0), Record(0, 0)[..^1])])).Message);

    [Fact]
    public void An_empty_file_is_refused() => Assert.Contains("ends at byte 0, 3,073 bytes were needed",
        Assert.Throws<DatasetFormatException>(() => Cifar.Read10([Write("a")])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_label_above_9_is_named_with_its_byte() => Assert.Equal(
        "Cifar: 'a' has label 10 at byte 3,073, and the 10 classes are 0 to 9. Get the file again.",
        Assert.Throws<DatasetFormatException>(() => Cifar.Read10([Write("a", Record(0, 0), Record(10, 0))])).Message);

    private string Write(string name, params byte[][] records) => folder.Write(name, [.. records.SelectMany(r => r)]);

    private static byte[] Record(byte label, int image) => [label, .. Pixels(image)];

    private static byte[] Pixels(int image) => [.. Enumerable.Range(0, 3072).Select(i => (byte)(i * 7 + image * 31 + i / 1024))];
}
