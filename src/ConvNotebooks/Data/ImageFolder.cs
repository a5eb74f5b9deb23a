namespace ConvNotebooks;

/// <summary>Reads one image file, scaled or cropped to a volume.</summary>
/// <param name="path">The file.</param>
/// <param name="shape">The volume it is to fill: depth 3 is red, green, blue; depth 1 is grey.</param>
/// <returns>W·H·D bytes, a depth slice after the other.</returns>
public delegate byte[] ImageReader(string path, Shape shape);

/// <summary>
/// Reads a folder of images, one folder inside it for each class. The compute library decodes no image formats: the caller
/// gives a reader of single files.
/// </summary>
public static class ImageFolder
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp"];

    /// <summary>Reads the images; classes and files in the order of their names, by code unit.</summary>
    /// <param name="folder">The folder of class folders.</param>
    /// <param name="shape">The volume of one image.</param>
    /// <param name="read">Reads one file.</param>
    /// <param name="split">Which part they are.</param>
    /// <exception cref="DatasetNotFoundException">The folder is not there, or a class folder holds no image.</exception>
    /// <exception cref="DatasetFormatException">The reader returned another number of bytes.</exception>
    public static Dataset Read(string folder, Shape shape, ImageReader read, string split = "train")
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(read);
        var classes = Directory.Exists(folder) ? [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal)] : Array.Empty<string>();
        if (classes.Length == 0)
        {
            throw new DatasetNotFoundException(
                $"ImageFolder: '{folder}' holds no folders. Give a folder that has one folder of images for each class.", [folder]);
        }

        List<(string Path, int Label)> files = [];
        for (var label = 0; label < classes.Length; label++)
        {
            var images = Directory.GetFiles(classes[label]).Where(IsImage).Order(StringComparer.Ordinal).ToList();
            if (images.Count == 0)
            {
                throw new DatasetNotFoundException(
                    $"ImageFolder: '{classes[label]}' holds no image ({string.Join(", ", Endings)}). Put images there or remove the folder.",
                    [classes[label]]);
            }

            files.AddRange(images.Select(path => (path, label)));
        }

        var pixels = checked((int)shape.Neurons.Value);
        var all = new byte[checked(files.Count * pixels)];
        for (var i = 0; i < files.Count; i++)
        {
            var image = read(files[i].Path, shape);
            if (image.Length != pixels)
            {
                throw new DatasetFormatException($"ImageFolder: the reader gave {image.Length:N0} bytes for '{files[i].Path}', and {shape} "
                    + $"has {pixels:N0}. Scale every image to {shape}.");
            }

            image.CopyTo(all.AsSpan(i * pixels));
        }

        return Dataset.FromBytes(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), shape, all,
            [.. files.Select(file => file.Label)], [.. classes.Select(path => Path.GetFileName(path))], split);
    }

    private static bool IsImage(string path) =>
        Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
