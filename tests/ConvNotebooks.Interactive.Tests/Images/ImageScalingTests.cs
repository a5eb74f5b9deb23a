namespace ConvNotebooks.Interactive.Tests;

public sealed class ImageScalingTests : IDisposable
{
    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("convnotebooks-").FullName, "image.png");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    [Fact]
    public void Pixels_are_the_means_of_the_areas_they_cover()
    {
        // 6x3, of which the middle 3x3 is read as 2x2: each pixel covers 1.5x1.5.
        Save(6, 3, (x, y, _) => 10 * y + x);
        Assert.Equal([Mean(2, 1, 0, 10), Mean(3, 4, 0, 10), Mean(2, 1, 20, 10), Mean(3, 4, 20, 10)], ImageScaling.Read(path, new Shape(2, 2, 1)));

        // A whole column (row) weighs 1, the half one 0.5.
        static byte Mean(int column, int half, int row, int halfRow) =>
            (byte)Math.Round((column + 0.5 * half) / 1.5 + (row + 0.5 * halfRow) / 1.5);
    }

    [Fact]
    public void Small_images_grow_and_colours_turn_grey()
    {
        Save(1, 1, (_, _, c) => c == 0 ? 100 : c == 1 ? 200 : 50, channels: 3);
        Assert.Equal([100, 100, 100, 100, 200, 200, 200, 200, 50, 50, 50, 50], ImageScaling.Read(path, new Shape(2, 2, 3)));
        Assert.Equal([153, 153], ImageScaling.Read(path, new Shape(2, 1, 1)));
        Save(1, 1, (_, _, _) => 9);
        Assert.Equal([9, 9, 9], ImageScaling.Read(path, new Shape(1, 1, 3)));
    }

    [Fact]
    public void Other_depths_are_refused() => Assert.Equal(
        "ImageScaling: [2x2x4] came, and images have a depth of 1 (grey) or 3 (colour). Begin the network with one of those.",
        Assert.Throws<ShapeException>(() => ImageScaling.Read(path, new Shape(2, 2, 4))).Message);

    private void Save(int width, int height, Func<int, int, int, int> level, int channels = 1)
    {
        var image = new Tensor(1, channels, height, width);
        var values = image.Edit();
        for (var i = 0; i < values.Length; i++)
            values[i] = level(i % width, i / width % height, i / width / height) / 255f;
        Images.Write(path, image);
    }
}
