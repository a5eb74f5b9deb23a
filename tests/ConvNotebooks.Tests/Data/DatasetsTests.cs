namespace ConvNotebooks.Tests.Data;

/// <summary>
/// The expected hashes were computed with Python from the original files, without this library:
/// <code>
/// def h(images, labels): return hashlib.sha256(images.astype("u1").tobytes() + labels.astype("&lt;i4").tobytes()).hexdigest()
/// </code>
/// with the digits from scikit-learn's digits.csv.gz, the IDX files' bytes after their headers, and CIFAR's records without
/// their labels.
/// </summary>
public class DatasetsTests
{
    [Fact]
    public void The_digits_are_built_in()
    {
        var digits = Datasets.Digits();
        Assert.Equal("Digits train: 1,437 images [8x8x1] of 10 classes", digits.Train.ToString());
        Assert.Equal("Digits test: 360 images [8x8x1] of 10 classes", digits.Test.ToString());
        Assert.Equal("84400885ae459a7290df41632e5a0f546ad33f33fdcc172b4debf044e64fd735", digits.Train.Sha256);
        Assert.Equal("c91264280a3ea378cd831b9f76c1943c6b729af64169c71cf8b5e06bfcf7988e", digits.Test.Sha256);
        Assert.Equal(1f, Enumerable.Range(0, digits.Train.Count).Max(i => digits.Train.Image(i).Volume().Enumerate().Max()));
    }

    [Fact]
    public void A_tenth_of_Fashion_MNIST_is_built_in()
    {
        var clothes = Datasets.FashionMnistSubset();
        Assert.Equal("Fashion-MNIST subset train: 6,000 images [28x28x1] of 10 classes", clothes.Train.ToString());
        Assert.Equal("Fashion-MNIST subset test: 1,000 images [28x28x1] of 10 classes", clothes.Test.ToString());
        Assert.Equal("6aeb76ab868a41bca0474d839360cac3d9ef7cb61eb06508708f0a76ca2f17cd", clothes.Train.Sha256);
        Assert.Equal("cdca8f7a19481f9209ef7077ab50bafe86f5bada8ab6b9f5fbf40816205afad6", clothes.Test.Sha256);
        Assert.Equal("Ankle boot", clothes.Train.Classes[clothes.Train.Labels[0]]);
    }

    [PublishedDataFact(nameof(PublishedDataset.FashionMnist))]
    public void Fashion_MNIST_is_read()
    {
        var clothes = Datasets.FashionMnist();
        Assert.Equal("c7d8cfe8172756709eda8bbe8b201cb44f70785b4cd9974a82408b36cc1f72e4", clothes.Train.Sha256);
        Assert.Equal("2589de149ea70a51076dfb7116c581fbd9b4c7b39b8e9c9f19ec089d65d659b8", clothes.Test.Sha256);
        Assert.Equal(Datasets.FashionMnistSubset().Train.Sha256, clothes.Train[..6000].Sha256);
    }

    [PublishedDataFact(nameof(PublishedDataset.Mnist))]
    public void MNIST_is_read()
    {
        var digits = Datasets.Mnist();
        Assert.Equal("6a364e333ea1f8ab86e4d641d64a8cf8d8644433f54b0a78e32c2b9e143672d0", digits.Train.Sha256);
        Assert.Equal("45a60edfded3b2bb860a7fd195c83431011e7f04318268b4f2de30030af9444e", digits.Test.Sha256);
    }

    /// <summary>Only the first 10,000 images of each part are looked at: a folder need not hold every batch.</summary>
    [PublishedDataFact(nameof(PublishedDataset.Cifar10))]
    public void CIFAR_10_is_read()
    {
        var photographs = Datasets.Cifar10();
        Assert.Equal("75abc6bce39f6e6d9da1418876f14bbfce207c2749fa883525df109b2778a9c0", photographs.Train[..10_000].Sha256);
        Assert.Equal("963e8b99015c46a74a49f381e9d5beeea6ec54907f98c510207cfa21d16fe2c4", photographs.Test[..1000].Sha256);
    }

    [Fact]
    public void A_data_set_that_is_not_there_says_where_was_looked_and_how_to_get_it()
    {
        using var folder = new TemporaryFolder();
        var folders = new DataFolders(folder.File("data"), folder.File("cache"));
        var error = Assert.Throws<DatasetNotFoundException>(() => Datasets.ReadIdx(PublishedDataset.Mnist, "Mnist", null, [], folders));
        Assert.Equal("Datasets.Mnist: the files of MNIST (train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, "
            + $"t10k-labels-idx1-ubyte) are not in '{folder.File("data/mnist")}', '{folder.File("cache/mnist")}'. Set CONVNOTEBOOKS_DATA to a folder "
            + "with them in mnist/, or call await Datasets.Download(PublishedDataset.Mnist) to get 12 MB from storage.googleapis.com.", error.Message);
        Assert.Equal([folder.File("data/mnist"), folder.File("cache/mnist")], error.Looked);
    }

    [Fact]
    public void A_folder_with_a_missing_file_is_passed_over()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in PublishedDataset.Mnist.Files.Skip(1))
            folder.Write($"data/mnist/{file.Name}.gz");
        foreach (var file in PublishedDataset.Mnist.Files)
            folder.Write($"cache/mnist/{file.Name}");
        Assert.Equal(PublishedDataset.Mnist.Files.Select(file => folder.File($"cache/mnist/{file.Name}")),
            new DataFolders(folder.File("data"), folder.File("cache")).Find(PublishedDataset.Mnist, "Mnist", null, PublishedDataset.Mnist.In));
    }

    [Fact]
    public void Files_that_are_not_the_published_ones_are_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("train-images-idx3-ubyte", IdxTests.Images(2, 28, 28));
        folder.Write("train-labels-idx1-ubyte", IdxTests.Labels(0, 1));
        folder.Write("t10k-images-idx3-ubyte", IdxTests.Images(2, 28, 28));
        folder.Write("t10k-labels-idx1-ubyte", IdxTests.Labels(0, 1));
        Assert.Matches("^Idx: 'train-labels-idx1-ubyte' has content with SHA-256 [0-9a-f]{64}, and the published file's is 65a50cb[0-9a-f]*. Get the file again.$",
            Assert.Throws<DatasetFormatException>(() => Datasets.Mnist(folder.Path)).Message);
    }

    [Fact]
    public void So_are_those_of_CIFAR()
    {
        using var folder = new TemporaryFolder();
        folder.Write("data_batch_3.bin", new byte[3073]);
        folder.Write("test_batch_of_one.bin", new byte[3073]);
        Assert.Contains("'data_batch_3.bin' has content with SHA-256",
            Assert.Throws<DatasetFormatException>(() => Datasets.Cifar10(folder.Path)).Message, StringComparison.Ordinal);
        folder.Write("train.bin", new byte[3074]);
        folder.Write("test.bin", new byte[3074]);
        Assert.Contains("'train.bin' has content with SHA-256",
            Assert.Throws<DatasetFormatException>(() => Datasets.Cifar100(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_folder_is_the_only_one() => Assert.Equal(["nowhere"],
        Assert.Throws<DatasetNotFoundException>(() => Datasets.Cifar10("nowhere")).Looked);
}
