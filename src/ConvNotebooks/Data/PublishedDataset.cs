namespace ConvNotebooks;

/// <summary>A file of a published data set, as it is read.</summary>
/// <param name="Name">Its name without .gz; the packed file is read too.</param>
/// <param name="Bytes">Its length, unpacked.</param>
/// <param name="Sha256">The SHA-256 of its unpacked content, in hexadecimal.</param>
public sealed record PublishedFile(string Name, long Bytes, string Sha256);

/// <summary>A file on a server.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256, in hexadecimal.</param>
public sealed record RemoteFile(Uri Address, long Bytes, string Sha256)
{
    /// <summary>Its name there.</summary>
    public string Name => Path.GetFileName(Address.AbsolutePath);
}

/// <summary>A data set that others publish: its files with their checksums, and where to get them.</summary>
public sealed record PublishedDataset
{
    private PublishedDataset(string name, string folder, string terms, PublishedFile[] files, RemoteFile[] downloads) =>
        (Name, Folder, Terms, Files, Downloads) = (name, folder, terms, files, downloads);

    /// <summary>Its name: <c>Fashion-MNIST</c>.</summary>
    public string Name { get; }

    /// <summary>The name of its folder in a folder of data: <c>fashion-mnist</c>.</summary>
    public string Folder { get; }

    /// <summary>Who published it, under which licence.</summary>
    public string Terms { get; }

    /// <summary>The files that are read.</summary>
    public IReadOnlyList<PublishedFile> Files { get; }

    /// <summary>The files to download; an archive (.tar.gz) holds the files that are read.</summary>
    public IReadOnlyList<RemoteFile> Downloads { get; init; }

    /// <summary>Where this machine's system keeps it, if a package installs it.</summary>
    public string? SystemFolder { get; private init; }

    /// <summary>60,000 + 10,000 handwritten digits, 28x28.</summary>
    public static PublishedDataset Mnist { get; } = OfIdx("MNIST", "mnist",
        "Y. LeCun, C. Cortes, C. Burges; commonly passed on under CC BY-SA 3.0",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        new("train-images-idx3-ubyte", 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        new("train-labels-idx1-ubyte", 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        new("t10k-images-idx3-ubyte", 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        new("t10k-labels-idx1-ubyte", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        (9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
        (28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
        (1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
        (4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"));

    /// <summary>60,000 + 10,000 pictures of clothes, 28x28.</summary>
    public static PublishedDataset FashionMnist { get; } = OfIdx("Fashion-MNIST", "fashion-mnist",
        "H. Xiao, K. Rasul, R. Vollgraf, Zalando SE; MIT",
        "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
        new("train-images-idx3-ubyte", 47_040_016, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
        new("train-labels-idx1-ubyte", 60_008, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
        new("t10k-images-idx3-ubyte", 7_840_016, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
        new("t10k-labels-idx1-ubyte", 10_008, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
        (26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
        (29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
        (4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
        (5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"))
        with
    { SystemFolder = "/usr/share/datasets/fashion-mnist" };

    /// <summary>50,000 + 10,000 photographs of 10 classes, 32x32x3.</summary>
    public static PublishedDataset Cifar10 { get; } = new("CIFAR-10", "cifar10", "A. Krizhevsky, 2009; no licence published",
        [
            new("data_batch_1.bin", 30_730_000, "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5"),
            new("data_batch_2.bin", 30_730_000, "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed"),
            new("data_batch_3.bin", 30_730_000, "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"),
            new("data_batch_4.bin", 30_730_000, "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48"),
            new("data_batch_5.bin", 30_730_000, "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add"),
            new("test_batch.bin", 30_730_000, "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b"),
        ],
        [
            new(new("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"), 170_052_171,
                "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),
        ]);

    /// <summary>50,000 + 10,000 photographs of 100 classes in 20 superclasses, 32x32x3.</summary>
    public static PublishedDataset Cifar100 { get; } = new("CIFAR-100", "cifar100", "A. Krizhevsky, 2009; no licence published",
        [
            new("train.bin", 153_700_000, "f31298fc616915fa142368359df1c4ca2ae984d6915ca468b998a5ec6aeebf29"),
            new("test.bin", 30_740_000, "d8b1e6b7b3bee4020055f0699b111f60b1af1e262aeb93a0b659061746f8224a"),
        ],
        [
            new(new("https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"), 168_513_733,
                "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec"),
        ]);

    /// <summary>The paths of all files in a folder, packed or not; null when one is missing.</summary>
    internal string[]? In(string folder)
    {
        string[] paths = [.. Files.Select(file => Path.Combine(folder, file.Name)).Select(path => File.Exists(path) ? path : path + ".gz")];
        return Array.TrueForAll(paths, File.Exists) ? paths : null;
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static PublishedDataset OfIdx(string name, string folder, string terms, string server, PublishedFile trainImages,
        PublishedFile trainLabels, PublishedFile testImages, PublishedFile testLabels, params (long Bytes, string Sha256)[] packed)
    {
        PublishedFile[] files = [trainImages, trainLabels, testImages, testLabels];
        return new(name, folder, terms, files, [.. files.Zip(packed, (file, gz) =>
            new RemoteFile(new Uri($"{server}{file.Name}.gz"), gz.Bytes, gz.Sha256))]);
    }
}
