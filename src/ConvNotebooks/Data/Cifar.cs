namespace ConvNotebooks;

/// <summary>
/// Reads the binary files of CIFAR-10 and CIFAR-100: records of one label byte (two for CIFAR-100, the coarse one first) and
/// 3,072 pixels, the 32x32 red, green and blue depth slices one after the other.
/// </summary>
/// <remarks>Source: A. Krizhevsky, "The CIFAR-10 and CIFAR-100 datasets", section "Binary version".</remarks>
public static class Cifar
{
    private const int Pixels = 32 * 32 * 3;

    /// <summary>Reads files of CIFAR-10, one after the other.</summary>
    /// <param name="files">Such as data_batch_1.bin to data_batch_5.bin.</param>
    /// <param name="split">Which part they are.</param>
    /// <exception cref="DatasetNotFoundException">A file is not there.</exception>
    /// <exception cref="DatasetFormatException">A file does not hold whole records, or a label is above 9.</exception>
    public static Dataset Read10(IReadOnlyList<string> files, string split = "train") => Read10(files, split, null);

    /// <summary>Reads files of CIFAR-100, one after the other.</summary>
    /// <param name="files">Such as train.bin.</param>
    /// <param name="split">Which part they are.</param>
    /// <param name="coarse">Whether the labels are the 20 superclasses instead of the 100 classes.</param>
    /// <exception cref="DatasetNotFoundException">A file is not there.</exception>
    /// <exception cref="DatasetFormatException">A file does not hold whole records, or a label is above its last class.</exception>
    public static Dataset Read100(IReadOnlyList<string> files, string split = "train", bool coarse = false) =>
        Read100(files, split, coarse, null);

    internal static Dataset Read10(IReadOnlyList<string> files, string split, PublishedDataset? published) =>
        Read("CIFAR-10", files, split, labelBytes: 1, labelAt: 0, ClassNames.Cifar10, published);

    internal static Dataset Read100(IReadOnlyList<string> files, string split, bool coarse, PublishedDataset? published) =>
        Read("CIFAR-100", files, split, labelBytes: 2, labelAt: coarse ? 0 : 1,
            coarse ? ClassNames.Cifar100Coarse : ClassNames.Cifar100, published);

    private static Dataset Read(string name, IReadOnlyList<string> files, string split, int labelBytes, int labelAt,
        IReadOnlyList<string> classes, PublishedDataset? published)
    {
        ArgumentNullException.ThrowIfNull(files);
        List<byte[]> contents = [];
        var record = labelBytes + Pixels;
        var count = 0L;
        foreach (var path in files)
        {
            var expected = published?.Files.FirstOrDefault(f => f.Name == Path.GetFileName(path));
            using var file = new DataFile(nameof(Cifar), path, expected);
            var records = file.Length / record;
            if (records == 0 || file.Length % record != 0)
            {
                throw file.Error($"ends at byte {file.Length:N0}, {(records + 1) * record:N0} bytes were needed: "
                    + $"a {name} image takes {record:N0}");
            }

            if ((count += records) * Pixels > Array.MaxLength)
                throw file.Error($"brings the images to {count:N0}, and one array holds {Array.MaxLength / Pixels:N0}");
            var content = file.Read(file.Length, file.Length);
            file.End();
            for (var i = 0L; i < records; i++)
            {
                if (content[i * record + labelAt] >= classes.Count)
                {
                    throw file.Error($"has label {content[i * record + labelAt]} at byte {i * record + labelAt:N0}, "
                        + $"and the {classes.Count} classes are 0 to {classes.Count - 1}");
                }
            }

            contents.Add(content);
        }

        var pixels = new byte[count * Pixels];
        var labels = new int[count];
        var image = 0;
        foreach (var content in contents)
        {
            for (var at = 0; at < content.Length; at += record, image++)
            {
                labels[image] = content[at + labelAt];
                content.AsSpan(at + labelBytes, Pixels).CopyTo(pixels.AsSpan(image * Pixels));
            }
        }

        return Dataset.FromBytes(name, new Shape(32, 32, 3), pixels, labels, classes, split);
    }
}
