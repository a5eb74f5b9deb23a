namespace ConvNotebooks.Tests.Data;

public class DatasetTests
{
    private static readonly string[] Classes = ["cat", "dog"];
    private readonly Dataset pets = Dataset.FromBytes("Pets", new Shape(2, 1, 3), [.. Enumerable.Range(0, 18).Select(i => (byte)(i * 15))], [1, 0, 1], Classes);

    [Fact]
    public void Bytes_become_fractions_of_white() =>
        Assert.Equal([90 / 255f, 105 / 255f, 120 / 255f, 135 / 255f, 150 / 255f, 165 / 255f], pets.Image(1).Values.ToArray());

    [Fact]
    public void An_image_has_the_axes_of_its_volume()
    {
        Assert.Equal(new TensorShape(1, 3, 1, 2), pets.Image(0).Shape);
        Assert.Equal(pets.Image(2).Values[4], pets.Image(2).Volume()[0, 0, 2]);
    }

    [Fact]
    public void A_part_shares_pixels_and_keeps_labels()
    {
        var part = pets[1..];
        Assert.Equal(2, part.Count);
        Assert.Equal([0, 1], part.Labels.ToArray());
        Assert.Equal(pets.Image(2).Values.ToArray(), part.Image(1).Values.ToArray());
        Assert.Equal(pets.Image(2).Values.ToArray(), part[1..].Image(0).Values.ToArray());
    }

    /// <summary>Computed with Python: hashlib.sha256(bytes(i * 15 for i in range(18)) + struct.pack('&lt;3i', 1, 0, 1)).hexdigest().</summary>
    [Fact]
    public void The_hash_is_that_of_pixels_and_labels() =>
        Assert.Equal("95d7b8d717c61b346e3c3f56220fd3cde9db8f0db8ac4991d2d4e006df598cd5", pets.Sha256);

    [Fact]
    public void Hashes_of_floats_see_every_value_and_label()
    {
        var images = Tensor.Linspace(new TensorShape(2, 1, 2, 2), 0, 1);
        var hash = Dataset.FromTensor("Ramp", images, [0, 1], Classes).Sha256;
        Assert.NotEqual(hash, Dataset.FromTensor("Ramp", images, [1, 0], Classes).Sha256);
        images = images.Clone();
        images[1, 0, 1, 1] = 2;
        Assert.NotEqual(hash, Dataset.FromTensor("Ramp", images, [0, 1], Classes).Sha256);
    }

    [Fact]
    public void Floats_stay_as_they_are()
    {
        var images = Tensor.Linspace(new TensorShape(2, 1, 2, 2), -3, 4);
        Assert.Equal(images.Values[4..].ToArray(), Dataset.FromTensor("Ramp", images, [0, 1], Classes).Image(1).Values.ToArray());
    }

    [Fact]
    public void Says_what_it_is() => Assert.Equal("Pets train: 3 images [2x1x3] of 2 classes", pets.ToString());

    [Fact]
    public void A_label_outside_the_classes_is_named() => Assert.StartsWith(
        "Dataset: image 1 of Pets has label 2, and the 2 classes are 0 to 1. Count classes from 0.",
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.FromBytes("Pets", new Shape(1, 1, 1), [0, 0], [0, 2], Classes)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Pixels_and_labels_must_belong_together() => Assert.Equal(
        "Dataset: 5 pixels and 2 labels came for Pets, and an image [2x1x1] has 2 pixels. Give that many pixels for each label.",
        Assert.Throws<ShapeException>(() => Dataset.FromBytes("Pets", new Shape(2, 1, 1), new byte[5], [0, 1], Classes)).Message);

    [Fact]
    public void A_range_outside_is_named() => Assert.StartsWith("Dataset: images 2..5 are none or outside the 3 of Pets.",
        Assert.Throws<ArgumentOutOfRangeException>(() => pets[2..5]).Message, StringComparison.Ordinal);

    [Fact]
    public void An_image_outside_is_named() => Assert.StartsWith("Dataset: image 3 is outside the 3 of Pets.",
        Assert.Throws<ArgumentOutOfRangeException>(() => pets.Image(3)).Message, StringComparison.Ordinal);

    [Fact]
    public void Held_out_images_are_drawn_by_the_seed_and_no_image_is_in_both_parts()
    {
        var data = Dataset.FromTensor("floats", new Tensor(new TensorShape(50, 1, 1, 1), [.. Enumerable.Range(0, 50).Select(i => (float)i)]),
            [.. Enumerable.Range(0, 50).Select(i => i % 5)], ["a", "b", "c", "d", "e"])[10..];
        var (rest, held) = data.HoldOut(0.25, seed: 3);

        Assert.Equal((30, 10, "train", "validation"), (rest.Count, held.Count, rest.Split, held.Split));
        float[] Pixels(Dataset part) => [.. Enumerable.Range(0, part.Count).Select(i => part.Image(i).Values[0])];
        Assert.Equal(Enumerable.Range(10, 40).Select(i => (float)i), Pixels(rest).Concat(Pixels(held)).Order());
        Assert.Equal(Pixels(held).Order(), Pixels(held));
        Assert.All(Enumerable.Range(0, 10), i => Assert.Equal((int)held.Image(i).Values[0] % 5, held.Labels[i]));
        Assert.Equal(held.Sha256, data.HoldOut(0.25, seed: 3).Test.Sha256);
        Assert.NotEqual(held.Sha256, data.HoldOut(0.25, seed: 4).Test.Sha256);
        Assert.Equal("Dataset: a share of 1 of 40 images came, above 0 and below 1 of at least 2 was needed. Give 0.1 to hold out a tenth.",
            Assert.Throws<ArgumentOutOfRangeException>(() => data.HoldOut(1)).Message.Split(" (Parameter")[0]);
    }
}
