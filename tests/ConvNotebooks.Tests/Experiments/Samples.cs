namespace ConvNotebooks.Tests.Experiments;

/// <summary>Small runs to look at.</summary>
internal static class Samples
{
    /// <summary>The smallest PNG file: one black pixel.</summary>
    public static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==");

    public static ExperimentOptions In(TemporaryFolder folder) => new() { Folder = folder.Path };

    /// <summary>A trainer of two epochs of three steps on handwritten digits.</summary>
    public static Trainer Trainer(double rate = 0.01, Experiment? experiment = null)
    {
        var (train, test) = Datasets.Digits();
        var net = Network.Parse("INPUT 8x8x1 -> CONV 4 3x3 p1 -> RELU -> POOL 2 -> FC 10", seed: 7);
        return new(net, new Batches(train[..96], 32) { Seed = 7 }, new SoftmaxCrossEntropy(), new Adam(rate))
        {
            Epochs = 2,
            Validation = new Batches(test[..50], 50),
            Experiment = experiment,
        };
    }

    /// <summary>A finished run of <see cref="Trainer"/>.</summary>
    public static Run Trained(TemporaryFolder folder, string name = "digits", WeightFiles weights = WeightFiles.Every)
    {
        using var experiment = Experiment.Start(name, 7, In(folder) with { Weights = weights });
        Trainer(experiment: experiment).Run();
        experiment.Figure("pixel", Png).Finish();
        return Run.Open(experiment.Folder);
    }
}
