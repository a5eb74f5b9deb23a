namespace ConvNotebooks.Benchmarks;

/// <summary>60,000 images of 28x28 with ten classes: MNIST's, or random bytes of the same number where its files are not here.</summary>
internal static class EpochData
{
    public static Dataset Load()
    {
        try
        {
            return Datasets.Mnist().Train;
        }
        catch (DatasetNotFoundException)
        {
            const int Images = 60_000, Pixels = 28 * 28;
            var bytes = new byte[Images * Pixels];
            new Random(1).NextBytes(bytes);
            return Dataset.FromBytes("random images, MNIST is not here", new Shape(28, 28, 1), bytes,
                [.. Enumerable.Range(0, Images).Select(i => i % 10)], [.. Enumerable.Range(0, 10).Select(i => $"{i}")]);
        }
    }
}
