namespace ConvNotebooks.Tests.Data;

public sealed class ImageFolderTests : IDisposable
{
    private static readonly Shape Pixel = new(1, 1, 2);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_class_is_a_folder_in_the_order_of_the_names()
    {
        folder.Write("dog/1.png", 5, 6);
        folder.Write("cat/b.JPG", 3, 4);
        folder.Write("cat/a.png", 1, 2);
        folder.Write("cat/readme.txt", 9);
        var data = ImageFolder.Read(folder.Path, Pixel, (path, _) => File.ReadAllBytes(path), "test");
        Assert.Equal(["cat", "dog"], data.Classes);
        Assert.Equal([0, 0, 1], data.Labels.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], data.Bytes.ToArray());
        Assert.Equal((Path.GetFileName(folder.Path), "test"), (data.Name, data.Split));
    }

    [Fact]
    public void A_folder_without_classes_is_refused() => Assert.Equal(
        $"ImageFolder: '{folder.Path}' holds no folders. Give a folder that has one folder of images for each class.",
        Assert.Throws<DatasetNotFoundException>(() => ImageFolder.Read(folder.Path, Pixel, (_, _) => [])).Message);

    [Fact]
    public void A_class_without_images_is_refused()
    {
        folder.Write("cat/a.txt", 1);
        Assert.Contains("holds no image (.png, .jpg,",
            Assert.Throws<DatasetNotFoundException>(() => ImageFolder.Read(folder.Path, Pixel, (_, _) => [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_of_another_size_is_refused()
    {
        var path = folder.Write("cat/a.png", 1);
        Assert.Equal($"ImageFolder: the reader gave 1 bytes for '{path}', and [1x1x2] has 2. Scale every image to [1x1x2].",
            Assert.Throws<DatasetFormatException>(() => ImageFolder.Read(folder.Path, Pixel, (p, _) => File.ReadAllBytes(p))).Message);
    }
}
