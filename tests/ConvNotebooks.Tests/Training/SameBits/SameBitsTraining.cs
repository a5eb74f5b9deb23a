namespace ConvNotebooks.Tests.Training.SameBits;

/// <summary>
/// A training run whose bits are held fixed: Adam on a small CIFAR-style network with batch normalisation, pooling and augmentation;
/// images small enough for a machine that multiplies and adds in software, and operations large enough for eight threads.
/// </summary>
internal sealed class SameBitsTraining
{
    /// <summary>200 steps by the usual algorithms.</summary>
    public static readonly SameBitsTraining Usual = new()
    {
        Notation = "INPUT 16x16x3 -> CONV 8 3x3 p1 nobias -> BN -> RELU -> POOL 2 -> CONV 12 3x3 p1 -> RELU -> POOL 2 -> FC 10",
        Steps = 200,
    };

    /// <summary>40 steps of a network that Winograd computes all of but its first convolution.</summary>
    public static readonly SameBitsTraining Winograd = new()
    {
        Notation = "INPUT 16x16x3 -> CONV 32 3x3 p1 nobias -> BN -> RELU -> CONV 33 3x3 p1 -> RELU -> POOL 2 -> CONV 32 3x3 p1 -> RELU -> FC 10",
        Algorithm = ConvAlgorithm.Winograd,
        Steps = 40,
    };

    private static readonly Dataset Data = Images();

    public required string Notation { get; init; }

    public required int Steps { get; init; }

    public ConvAlgorithm Algorithm { get; init; }

    /// <summary>Trains to a step and gives the hash of all weights.</summary>
    /// <param name="prefetch">Whether batches are made ahead.</param>
    /// <param name="steps">Steps to make; all when left out.</param>
    /// <param name="folder">Where a checkpoint is saved at the end; nowhere when left out.</param>
    /// <param name="resume">The checkpoint to go on from.</param>
    /// <param name="watch">What else looks on.</param>
    public string Run(bool prefetch = true, int? steps = null, string? folder = null, string? resume = null, Action<Trainer>? watch = null)
    {
        using var enough = new CancellationTokenSource();
        var batches = new Batches(Data, 12)
        {
            Seed = 7,
            Prefetch = prefetch,
            Transformations = [new RandomCrop(16, pad: 2), new HorizontalFlip(), Normalization.Of(Data)],
        };
        var trainer = new Trainer(Network.Parse(Notation, seed: 3).With(Algorithm), batches, new SoftmaxCrossEntropy(), new Adam(0.005))
        {
            Epochs = int.MaxValue,
            Folder = folder,
        };
        trainer.OnStep += report =>
        {
            if (report.Step == (steps ?? Steps))
                enough.Cancel();
        };
        watch?.Invoke(trainer);
        if (resume is not null)
            trainer.Resume(resume);
        return trainer.Run(enough.Token).WeightsHash;
    }

    /// <summary>100 images of 10 classes, stripes of another width each, in noise.</summary>
    private static Dataset Images()
    {
        var random = new SeededRandom(11);
        var pixels = new byte[100 * 3 * 16 * 16];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (image, channel, x) = (i / (3 * 16 * 16), i / (16 * 16) % 3, i % 16);
            pixels[i] = (byte)(random.NextInt32(128) + ((x + channel) % (image % 10 + 2) < (image % 10 + 2) / 2 ? 127 : 0));
        }

        return Dataset.FromBytes("stripes", new Shape(16, 16, 3), pixels, [.. Enumerable.Range(0, 100).Select(i => i % 10)],
            [.. Enumerable.Range(0, 10).Select(i => $"{i}")]);
    }
}
