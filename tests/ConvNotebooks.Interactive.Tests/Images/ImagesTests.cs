namespace ConvNotebooks.Interactive.Tests;

public sealed class ImagesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("convnotebooks-images").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_is_written_as_PNG_comes_back_to_the_bit(int channels)
    {
        var random = new SeededRandom(7);
        var image = new Tensor(1, channels, 5, 7);
        foreach (ref var value in image.Edit())
            value = random.NextInt32(256) / 255f;
        Images.Write(At("a.png"), image);
        var read = Images.Read(At("a.png"));
        var colored = channels == 3 ? image : new Tensor(new TensorShape(1, 3, 5, 7), [.. image.Values, .. image.Values, .. image.Values]);
        Assert.Equal(colored.Shape, read.Shape);
        Assert.Equal(colored.Values.ToArray(), read.Values.ToArray());
        Assert.Equal(["a.png"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_JPEG_comes_back_nearly()
    {
        var image = Tensor.Linspace(new TensorShape(1, 1, 16, 16), 0, 1);
        Images.Write(At("a.jpg"), image);
        var read = Images.Read(At("a.jpg"));
        Assert.Equal((16, 16), (read.Shape.W, read.Shape.H));
        Assert.All(image.Values.ToArray().Zip(read.Values.ToArray()), pair => Assert.InRange(pair.First - pair.Second, -0.03f, 0.03f));
    }

    /// <summary>The photograph in the repository; its first pixel (143, 120, 104) as read by Pillow.</summary>
    [Fact]
    public void The_photograph_is_read_red_green_blue()
    {
        var photo = Images.Read(Path.Combine(Repository.Root, "notebooks", "images", "chelsea.png"));
        Assert.Equal(new TensorShape(1, 3, 300, 451), photo.Shape);
        Assert.Equal([143, 120, 104], Enumerable.Range(0, 3).Select(c => (int)MathF.Round(photo[0, c, 0, 0] * 255)));
    }

    [Fact]
    public void Values_outside_0_to_1_are_clipped()
    {
        Images.Write(At("a.png"), Tensor.FromSlices(new float[,] { { -3, 0.5f, 9, float.NaN } }));
        Assert.Equal([0, 128, 255, 0], Images.Read(At("a.png")).Volume()[.., .., 0].Enumerate().Select(v => (int)MathF.Round(v * 255)));
    }

    [Fact]
    public void A_file_that_is_no_image_is_refused()
    {
        File.WriteAllText(At("x.png"), "this is no picture");
        Assert.Equal($"Images: '{At("x.png")}' is no PNG or JPEG file. Give a file in one of these formats.",
            Assert.Throws<InvalidDataException>(() => Images.Read(At("x.png"))).Message);
        File.WriteAllBytes(At("empty.png"), []);
        Assert.Throws<InvalidDataException>(() => Images.Read(At("empty.png")));
    }

    [Fact]
    public void A_damaged_file_is_refused()
    {
        Images.Write(At("a.png"), new SeededRandom(1).Uniform(new TensorShape(1, 3, 50, 50)));
        File.WriteAllBytes(At("half.png"), File.ReadAllBytes(At("a.png"))[..3000]);
        Assert.Equal($"Images: '{At("half.png")}' is damaged: it ends before its last pixel. Fetch or save it again.",
            Assert.Throws<InvalidDataException>(() => Images.Read(At("half.png"))).Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() => Assert.Equal(
        $"Images: '{At("no.png")}' does not exist. Give the path of a PNG or JPEG file.",
        Assert.Throws<FileNotFoundException>(() => Images.Read(At("no.png"))).Message);

    [Fact]
    public void What_is_no_image_is_not_written()
    {
        Assert.Equal("Images: [2, 3, 4, 4] (N C H W) is not one image of 1 or 3 channels. Write one image at a time, grey or in colour.",
            Assert.Throws<ShapeException>(() => Images.Write(At("a.png"), new Tensor(2, 3, 4, 4))).Message);
        Assert.StartsWith($"Images: '{At("a.bmp")}' names no known format. End the name in .png, .jpg or .jpeg.",
            Assert.Throws<ArgumentException>(() => Images.Write(At("a.bmp"), new Tensor(1, 3, 4, 4))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told()
    {
        var error = Assert.Throws<IOException>(() => Images.Write(At("no/a.png"), new Tensor(1, 3, 4, 4)));
        Assert.StartsWith($"Images: '{At("no/a.png")}' could not be written", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Give a folder that exists and may be written to.", error.Message, StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(folder, name);
}
