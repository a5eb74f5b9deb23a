namespace ConvNotebooks;

/// <summary>
/// Data sets by name. Two are built in; the others are looked for in the folder that CONVNOTEBOOKS_DATA names, the user's
/// cache folder, and where the system's packages put them. Nothing is downloaded unless <see cref="Download"/> is called.
/// </summary>
public static class Datasets
{
    /// <summary>
    /// 1,797 handwritten digits, 8x8, built in: the first 1,437 to learn from and the last 360 to test.
    /// </summary>
    /// <remarks>Source: UCI, "Optical Recognition of Handwritten Digits" (E. Alpaydin, C. Kaynak, 1998), CC BY 4.0.</remarks>
    public static DatasetPair Digits()
    {
        using DataFile images = Shipped("digits-images-idx3-ubyte.gz"), labels = Shipped("digits-labels-idx1-ubyte.gz");
        var all = Idx.Read(images, labels, "Digits", ClassNames.Digits, "train", white: 16);
        return new(all[..1437], all[1437..].As("test"));
    }

    /// <summary>The first 6,000 training and 1,000 test images of Fashion-MNIST, 28x28, built in.</summary>
    /// <remarks>Source: H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST" (2017), MIT.</remarks>
    public static DatasetPair FashionMnistSubset() => new(Part("train", "train"), Part("t10k", "test"));

    /// <summary>Fashion-MNIST: 60,000 + 10,000 pictures of clothes, 28x28, 10 classes.</summary>
    /// <param name="folder">Where the four IDX files are; looked for when left out.</param>
    /// <exception cref="DatasetNotFoundException">They are in none of the folders; the message says how to get them.</exception>
    /// <exception cref="DatasetFormatException">A file is damaged or not the published one.</exception>
    public static DatasetPair FashionMnist(string? folder = null) =>
        ReadIdx(PublishedDataset.FashionMnist, nameof(FashionMnist), folder, ClassNames.FashionMnist);

    /// <summary>MNIST: 60,000 + 10,000 handwritten digits, 28x28.</summary>
    /// <param name="folder">Where the four IDX files are; looked for when left out.</param>
    /// <exception cref="DatasetNotFoundException">They are in none of the folders; the message says how to get them.</exception>
    /// <exception cref="DatasetFormatException">A file is damaged or not the published one.</exception>
    public static DatasetPair Mnist(string? folder = null) =>
        ReadIdx(PublishedDataset.Mnist, nameof(Mnist), folder, ClassNames.Digits);

    /// <summary>
    /// CIFAR-10: photographs of 10 classes, 32x32x3. All of data_batch_1.bin to data_batch_5.bin that are there are the
    /// training images, and test_batch.bin (or a part of it, test_batch_*.bin) the test images.
    /// </summary>
    /// <param name="folder">Where the files are; looked for when left out.</param>
    /// <exception cref="DatasetNotFoundException">They are in none of the folders; the message says how to get them.</exception>
    /// <exception cref="DatasetFormatException">A file is damaged or not the published one.</exception>
    public static DatasetPair Cifar10(string? folder = null)
    {
        var files = DataFolders.Here.Find(PublishedDataset.Cifar10, nameof(Cifar10), folder, CifarFiles.In);
        return new(Cifar.Read10(files.Train, "train", PublishedDataset.Cifar10), Cifar.Read10(files.Test, "test", PublishedDataset.Cifar10));
    }

    /// <summary>CIFAR-100: 50,000 + 10,000 photographs of 100 classes, 32x32x3.</summary>
    /// <param name="folder">Where train.bin and test.bin are; looked for when left out.</param>
    /// <param name="coarse">Whether the labels are the 20 superclasses instead of the 100 classes.</param>
    /// <exception cref="DatasetNotFoundException">They are in none of the folders; the message says how to get them.</exception>
    /// <exception cref="DatasetFormatException">A file is damaged or not the published one.</exception>
    public static DatasetPair Cifar100(string? folder = null, bool coarse = false)
    {
        var which = PublishedDataset.Cifar100;
        var files = DataFolders.Here.Find(which, nameof(Cifar100), folder, which.In);
        return new(Cifar.Read100([files[0]], "train", coarse, which), Cifar.Read100([files[1]], "test", coarse, which));
    }

    /// <summary>Downloads a data set into the user's cache folder, where the other calls find it; what is there already stays.</summary>
    /// <param name="which">The data set.</param>
    /// <param name="folder">Another folder to put it in; the cache folder's when left out.</param>
    /// <param name="progress">Told about every block that arrives.</param>
    /// <param name="client">What asks the server; one of its own when left out.</param>
    /// <param name="stop">Stops it; a later call goes on from where this one stopped.</param>
    /// <returns>The folder with the files.</returns>
    /// <exception cref="DownloadException">The server refused, broke off, or sent other bytes than the published ones.</exception>
    public static async Task<string> Download(PublishedDataset which, string? folder = null, IProgress<DownloadProgress>? progress = null,
        HttpClient? client = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(which);
        folder ??= DataFolders.Here.Cache(which);
        if (which.In(folder) is not null)
            return folder;
        Directory.CreateDirectory(folder);
        foreach (var remote in which.Downloads)
        {
            var path = Path.Combine(folder, remote.Name);
            await ConvNotebooks.Download.File(remote, path, progress, client, stop).ConfigureAwait(false);
            if (remote.Name.EndsWith(".tar.gz", StringComparison.Ordinal))
                Archive.Unpack(path, folder, which.Files);
        }

        return folder;
    }

    internal static DatasetPair ReadIdx(
        PublishedDataset which, string call, string? folder, IReadOnlyList<string> classes, DataFolders? folders = null)
    {
        var files = (folders ?? DataFolders.Here).Find(which, call, folder, which.In);
        return new(Read(0, "train"), Read(2, "test"));

        Dataset Read(int at, string split)
        {
            using DataFile images = new(nameof(Idx), files[at], which.Files[at]), labels = new(nameof(Idx), files[at + 1], which.Files[at + 1]);
            return Idx.Read(images, labels, which.Name, classes, split, white: 255);
        }
    }

    private static Dataset Part(string part, string split)
    {
        using DataFile images = Shipped($"fashion-{part}-images-idx3-ubyte.gz"), labels = Shipped($"fashion-{part}-labels-idx1-ubyte.gz");
        return Idx.Read(images, labels, "Fashion-MNIST subset", ClassNames.FashionMnist, split, white: 255);
    }

    private static DataFile Shipped(string name) =>
        new(nameof(Idx), name, typeof(Datasets).Assembly.GetManifestResourceStream(name)!);

    private sealed record CifarFiles(string[] Train, string[] Test)
    {
        internal static CifarFiles? In(string folder)
        {
            string[] train = [.. PublishedDataset.Cifar10.Files.SkipLast(1).Select(file => Path.Combine(folder, file.Name)).Where(File.Exists)];
            var whole = Path.Combine(folder, PublishedDataset.Cifar10.Files[^1].Name);
            string[] test = File.Exists(whole) ? [whole] : [.. Directory.GetFiles(folder, "test_batch_*.bin").Order(StringComparer.Ordinal)];
            return train.Length > 0 && test.Length > 0 ? new(train, test) : null;
        }
    }
}
