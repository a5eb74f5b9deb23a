namespace ConvNotebooks.Tests.Data;

public class TransformationTests
{
    private static readonly Shape Small = new(3, 2, 2);
    private static readonly float[] Values = [.. Enumerable.Range(1, 12).Select(i => (float)i)];

    [Fact]
    public void A_flip_mirrors_every_row() => Assert.Equal([3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10], Apply(new HorizontalFlip(1), 0));

    [Fact]
    public void A_flip_of_probability_0_changes_nothing() => Assert.Equal(Values, Apply(new HorizontalFlip(0), 0));

    [Fact]
    public void Half_of_the_images_are_flipped()
    {
        var flipped = Enumerable.Range(0, 1000).Count(stream => Apply(new HorizontalFlip(), (ulong)stream)[0] == 3);
        Assert.InRange(flipped, 500 - 5 * 16, 500 + 5 * 16);
    }

    [Fact]
    public void A_probability_above_1_is_refused() => Assert.StartsWith("HorizontalFlip: probability is 1.5, and 0 to 1 was needed.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new HorizontalFlip(1.5)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_crop_of_the_whole_is_the_image() => Assert.Equal(Values, Apply(new RandomCrop((3, 2)), 0));

    /// <summary>Every window of the padded image comes up, each about as often, and equals the one cut out by hand.</summary>
    [Fact]
    public void A_crop_is_a_window_of_the_padded_image()
    {
        var crop = new RandomCrop((2, 3), pad: 2);
        var expected = new Dictionary<string, int>();
        for (var top = 0; top <= 2 + 4 - 3; top++)
            for (var left = 0; left <= 3 + 4 - 2; left++)
                expected[string.Join(' ', Window(left, top))] = 0;
        Assert.Equal(new Shape(2, 3, 2), crop.OutputShape(Small));
        for (var stream = 0UL; stream < 6000; stream++)
            expected[string.Join(' ', Apply(crop, stream))]++;
        // Corners that see only padding look alike.
        Assert.All(expected.Where(window => window.Key.Any(c => c is >= '1' and <= '9')), window => Assert.InRange(window.Value, 250 - 80, 250 + 80));

        static IEnumerable<float> Window(int left, int top)
        {
            for (var d = 0; d < 2; d++)
                for (var y = top - 2; y < top + 1; y++)
                    for (var x = left - 2; x < left; x++)
                        yield return x is >= 0 and < 3 && y is >= 0 and < 2 ? Values[(d * 2 + y) * 3 + x] : 0;
        }
    }

    [Fact]
    public void A_window_larger_than_the_padded_image_is_refused() => Assert.Equal(
        "RandomCrop: a window of 6x6 does not lie within images [3x2x2] padded by 1. Give a smaller window or more padding.",
        Assert.Throws<ShapeException>(() => new RandomCrop(6, 1).OutputShape(Small)).Message);

    [Fact]
    public void Normalization_takes_the_mean_away_and_divides() => Assert.Equal(
        [0, 0.5f, 1, 1.5f, 2, 2.5f, 0, 1, 2, 3, 4, 5], Apply(new Normalization([1, 7], [2, 1]), 0));

    [Fact]
    public void Normalized_bytes_have_mean_0_and_deviation_1() => HasMeanAndDeviation(Dataset.FromBytes("Random", new Shape(5, 4, 2),
        [.. Enumerable.Range(0, 40 * 6).Select(i => (byte)(i * i * 31 % 251))], new int[6], ["any"]));

    [Fact]
    public void So_have_floats() => HasMeanAndDeviation(Dataset.FromTensor("Random",
        new SeededRandom(8).Uniform(new TensorShape(6, 2, 4, 5), 90, 110), new int[6], ["any"]));

    /// <summary>Computed with NumPy in float64 from the training images of the digits: x = digits[:1437, :64]/16; x.mean(), x.std().</summary>
    [Fact]
    public void The_moments_are_those_of_NumPy()
    {
        var normalization = Normalization.Of(Datasets.Digits().Train);
        Assert.Equal(NumPyMean, normalization.Mean[0], 1e-7);
        Assert.Equal(NumPyDeviation, normalization.Deviation[0], 1e-7);
        Assert.Equal(1, Normalization.Of(Datasets.Digits().Train, scale: false).Deviation[0]);
    }

    private const double NumPyMean = 0.30538611256089077, NumPyDeviation = 0.3755071088307581;

    [Fact]
    public void A_channel_that_never_changes_keeps_its_scale()
    {
        var flat = Dataset.FromTensor("Flat", new Tensor(new TensorShape(1, 1, 1, 3), [2, 2, 2]), [0], ["any"]);
        var normalization = Normalization.Of(flat);
        Assert.Equal((2f, 1f), (normalization.Mean[0], normalization.Deviation[0]));
    }

    [Fact]
    public void Normalization_of_other_images_is_refused() => Assert.StartsWith(
        "Normalization: images [3x2x2] have 2 channels; the means are those of 1.",
        Assert.Throws<ShapeException>(() => new Normalization([0]).OutputShape(Small)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_deviation_of_0_is_refused() => Assert.StartsWith(
        "Normalization: channel 1 has mean 2 and deviation 0. Give finite numbers, the deviation above 0.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new Normalization([1, 2], [1, 0])).Message, StringComparison.Ordinal);

    private static void HasMeanAndDeviation(Dataset data)
    {
        var batches = new Batches(data, data.Count) { Shuffle = false, Transformations = [Normalization.Of(data)] };
        var images = batches.Epoch(0).Single().Images;
        for (var c = 0; c < 2; c++)
        {
            var values = Enumerable.Range(0, data.Count).SelectMany(n => images.Volume(n).DepthSlice(c).Enumerate()).ToArray();
            Assert.Equal(0, values.Average(v => (double)v), 1e-5);
            Assert.Equal(1, values.Average(v => (double)v * v), 1e-5);
        }
    }

    private static float[] Apply(Transformation transformation, ulong stream)
    {
        var shape = transformation.OutputShape(Small);
        var output = new float[shape.Width * shape.Height * shape.Depth];
        output.AsSpan().Fill(float.NaN);
        transformation.Apply(Values, Small, new SeededRandom(1, stream), output);
        return output;
    }
}
