using System.Buffers.Binary;

namespace ConvNotebooks;

/// <summary>
/// Reads the IDX files of the MNIST family: a magic number (0, 0, type, axes), the axes as big-endian 32-bit numbers, then
/// the bytes; gzipped or not.
/// </summary>
/// <remarks>Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database", section "File formats for the MNIST database".</remarks>
public static class Idx
{
    private const int UnsignedByte = 8;

    /// <summary>Reads images [N, H, W] (or [N, C, H, W]) and their labels [N].</summary>
    /// <param name="images">The images' file.</param>
    /// <param name="labels">The labels' file.</param>
    /// <param name="name">What they are.</param>
    /// <param name="classes">The classes' names; the numbers from 0 to the largest label when left out.</param>
    /// <param name="split">Which part they are.</param>
    /// <exception cref="DatasetNotFoundException">A file is not there.</exception>
    /// <exception cref="DatasetFormatException">A file is no IDX file of bytes, is truncated or goes on after its end, is damaged,
    /// the two do not belong together, or a label is outside the classes.</exception>
    public static Dataset Read(string images, string labels, string name, IReadOnlyList<string>? classes = null, string split = "train")
    {
        using DataFile imageFile = new(nameof(Idx), images), labelFile = new(nameof(Idx), labels);
        return Read(imageFile, labelFile, name, classes, split, white: 255);
    }

    internal static Dataset Read(DataFile images, DataFile labels, string name, IReadOnlyList<string>? classes, string split, int white)
    {
        var (labelAxes, labelBytes) = Read(labels, 1, 1);
        var (axes, pixels) = Read(images, 3, 4);
        if (axes[0] != labelAxes[0])
        {
            throw images.Error($"holds {axes[0]:N0} images, and '{labels.Name}' {labelAxes[0]:N0} labels; they do not belong together");
        }

        classes ??= [.. Enumerable.Range(0, labelBytes.Max() + 1).Select(label => $"{label}")];
        var numbers = new int[labelBytes.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = labelBytes[i] < classes.Count
                ? labelBytes[i]
                : throw labels.Error($"has label {labelBytes[i]} at byte {8 + i:N0}, and the {classes.Count} classes are 0 to {classes.Count - 1}");
        }

        var shape = new Shape(axes[^1], axes[^2], axes.Length == 4 ? axes[1] : 1);
        return Dataset.FromBytes(name, shape, pixels, numbers, classes, split, white);
    }

    private static (int[] Axes, byte[] Values) Read(DataFile file, int fewestAxes, int mostAxes)
    {
        var magic = file.Read(4, 4);
        if (magic is not [0, 0, UnsignedByte, _] || magic[3] < fewestAxes || magic[3] > mostAxes)
        {
            var needed = fewestAxes == mostAxes ? $"00 00 08 {fewestAxes:X2}" : $"00 00 08 {fewestAxes:X2} or {mostAxes:X2}";
            throw file.Error($"begins with {string.Join(' ', magic.Select(b => $"{b:X2}"))}, and IDX {(mostAxes == 1 ? "labels" : "images")} with {needed}");
        }

        var header = 4L + 4 * magic[3];
        var words = file.Read(header - 4, header);
        var axes = new int[magic[3]];
        var count = (Int128)1;
        for (var i = 0; i < axes.Length; i++)
        {
            axes[i] = BinaryPrimitives.ReadInt32BigEndian(words.AsSpan(4 * i));
            if (axes[i] < 1)
                throw file.Error($"gives axis {i} the length {(uint)axes[i]:N0} at byte {4 + 4 * i}, and 1 to {int.MaxValue:N0} was needed");
            count *= axes[i];
        }

        if (count > Array.MaxLength)
            throw file.Error($"promises {count:N0} bytes, and one array holds {Array.MaxLength:N0}");
        var values = file.Read((long)count, header + (long)count);
        file.End();
        return (axes, values);
    }
}
