using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ConvNotebooks;

/// <summary>
/// Labelled images of one size: N volumes [W x H x D], each with the number of its class. Pixels lie in the order N, C, H,
/// W, as bytes or as floats; read as a tensor, bytes become byte/white, so that they lie in [0, 1].
/// </summary>
public sealed class Dataset
{
    private readonly byte[]? bytes;
    private readonly float[]? floats;
    private readonly int[] labels;
    private readonly int first;
    private readonly float[] levels;
    private string? hash;

    private Dataset(string name, string split, Shape shape, IReadOnlyList<string> classes, byte[]? bytes, float[]? floats,
        int[] labels, int first, int count, int white)
    {
        (Name, Split, Shape, Classes, Count, White) = (name, split, shape, classes, count, white);
        (this.bytes, this.floats, this.labels, this.first) = (bytes, floats, labels, first);
        levels = [.. Enumerable.Range(0, 256).Select(level => level / (float)white)];
    }

    /// <summary>What the images are: <c>MNIST</c>.</summary>
    public string Name { get; }

    /// <summary>Which part of them: <c>train</c> or <c>test</c>.</summary>
    public string Split { get; }

    /// <summary>The volume of one image.</summary>
    public Shape Shape { get; }

    /// <summary>The names of the classes; a label is an index into them.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Images.</summary>
    public int Count { get; }

    /// <summary>The byte that stands for 1.0: 255, or 16 for the 8x8 digits.</summary>
    public int White { get; }

    /// <summary>The class of each image, from 0.</summary>
    public ReadOnlySpan<int> Labels => labels.AsSpan(first, Count);

    /// <summary>Whether the pixels are stored as bytes.</summary>
    public bool IsBytes => bytes is not null;

    /// <summary>The pixels as they are stored, [N, C, H, W]; empty for a data set of floats.</summary>
    public ReadOnlySpan<byte> Bytes => bytes is null ? default : bytes.AsSpan(first * Pixels, Count * Pixels);

    /// <summary>
    /// The SHA-256 of the content, in hexadecimal: the pixels (bytes, or little-endian floats), then each label as a
    /// little-endian 32-bit number.
    /// </summary>
    public string Sha256 => hash ??= Hash();

    /// <summary>A part of the images, sharing their pixels: <c>data[..1000]</c>.</summary>
    /// <param name="range">The images.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or outside the images.</exception>
    public Dataset this[Range range]
    {
        get
        {
            int from = range.Start.GetOffset(Count), to = range.End.GetOffset(Count);
            return from >= 0 && to <= Count && from < to
                ? new(Name, Split, Shape, Classes, bytes, floats, labels, first + from, to - from, White)
                : throw new ArgumentOutOfRangeException(nameof(range), range,
                    $"Dataset: images {range} are none or outside the {Count:N0} of {Name}. Give a range of at least 1 within {Count:N0}.");
        }
    }

    /// <summary>Images in memory as bytes.</summary>
    /// <param name="name">What they are.</param>
    /// <param name="shape">The volume of one image.</param>
    /// <param name="pixels">N·D·H·W bytes in the order N, C, H, W; kept, not copied.</param>
    /// <param name="labels">The class of each image, from 0; kept, not copied.</param>
    /// <param name="classes">The classes' names.</param>
    /// <param name="split">Which part they are.</param>
    /// <param name="white">The byte that stands for 1.0, 1 to 255.</param>
    /// <exception cref="ShapeException">The number of pixels is not the labels' times the shape's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No image, a label outside the classes, or white outside 1 to 255.</exception>
    public static Dataset FromBytes(string name, Shape shape, byte[] pixels, int[] labels, IReadOnlyList<string> classes,
        string split = "train", int white = 255)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (white is < 1 or > 255)
        {
            throw new ArgumentOutOfRangeException(nameof(white), white,
                $"Dataset: white is {white}, a byte from 1 to 255 was needed. Give the byte that stands for 1.0.");
        }

        Check(name, shape, pixels.Length, labels, classes);
        return new(name, split, shape, classes, pixels, null, labels, 0, labels.Length, white);
    }

    /// <summary>Images in memory as floats.</summary>
    /// <param name="name">What they are.</param>
    /// <param name="images">The images, [N, C, H, W]; kept, not copied.</param>
    /// <param name="labels">The class of each image, from 0; kept, not copied.</param>
    /// <param name="classes">The classes' names.</param>
    /// <param name="split">Which part they are.</param>
    /// <exception cref="ShapeException">There are not as many labels as images.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label outside the classes.</exception>
    public static Dataset FromTensor(string name, Tensor images, int[] labels, IReadOnlyList<string> classes, string split = "train")
    {
        ArgumentNullException.ThrowIfNull(images);
        Check(name, images.Shape.Volume, images.Values.Length, labels, classes);
        return new(name, split, images.Shape.Volume, classes, null, images.Array, labels, 0, labels.Length, 1);
    }

    /// <summary>One image as a tensor [1, C, H, W]; bytes become byte/white.</summary>
    /// <param name="index">The image, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image is outside the data set.</exception>
    public Tensor Image(int index)
    {
        var tensor = new Tensor(new TensorShape(1, Shape));
        CopyImage(index, tensor.Edit());
        return tensor;
    }

    /// <summary>Writes one image's values in the order C, H, W; bytes become byte/white.</summary>
    /// <param name="index">The image, from 0.</param>
    /// <param name="values">Where to: at least W·H·D values.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image is outside the data set.</exception>
    public void CopyImage(int index, Span<float> values)
    {
        if ((uint)index >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index,
                $"Dataset: image {index} is outside the {Count:N0} of {Name}. Images count from 0.");
        }

        var start = (first + index) * Pixels;
        if (bytes is null)
        {
            floats.AsSpan(start, Pixels).CopyTo(values);
            return;
        }

        var from = bytes.AsSpan(start, Pixels);
        values = values[..from.Length];
        for (var i = 0; i < from.Length; i++)
            values[i] = levels[from[i]];
    }

    /// <summary>Holds out a share of the images, drawn at random; both parts keep the order of the images.</summary>
    /// <param name="share">The share to hold out, above 0 and below 1; at least one image goes to each part.</param>
    /// <param name="seed">The seed of the draw: its stream 3·2^56.</param>
    /// <param name="split">Which part they become.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share outside its range, or fewer than two images.</exception>
    public DatasetPair HoldOut(double share, ulong seed = Network.DefaultSeed, string split = "validation")
    {
        if (!(share is > 0 and < 1) || Count < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, FormattableString.Invariant(
                $"Dataset: a share of {share} of {Count:N0} images came, above 0 and below 1 of at least 2 was needed. Give 0.1 to hold out a tenth."));
        }

        var order = Enumerable.Range(0, Count).ToArray();
        new SeededRandom(seed, 3UL << 56).Shuffle<int>(order);
        var held = Math.Clamp((int)Math.Round(share * Count), 1, Count - 1);
        return new(Pick(order.AsSpan(held), Split), Pick(order.AsSpan(0, held), split));
    }

    /// <summary>What it is in one line: <c>MNIST train: 60,000 images [28x28x1] of 10 classes</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Name} {Split}: {Count:N0} images {Shape} of {Classes.Count} classes");

    /// <summary>The same images as another part.</summary>
    internal Dataset As(string split) => new(Name, split, Shape, Classes, bytes, floats, labels, first, Count, White);

    internal ReadOnlySpan<float> Floats => floats is null ? default : floats.AsSpan(first * Pixels, Count * Pixels);

    private int Pixels => Shape.Width * Shape.Height * Shape.Depth;

    private Dataset Pick(Span<int> indices, string split)
    {
        indices.Sort();
        var picked = new int[indices.Length];
        var (someBytes, someFloats) = (bytes is null ? null : new byte[indices.Length * Pixels], floats is null ? null : new float[indices.Length * Pixels]);
        for (var i = 0; i < indices.Length; i++)
        {
            picked[i] = Labels[indices[i]];
            bytes?.AsSpan((first + indices[i]) * Pixels, Pixels).CopyTo(someBytes.AsSpan(i * Pixels));
            floats?.AsSpan((first + indices[i]) * Pixels, Pixels).CopyTo(someFloats.AsSpan(i * Pixels));
        }

        return new(Name, split, Shape, Classes, someBytes, someFloats, picked, 0, picked.Length, White);
    }

    private string Hash()
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Bytes);
        AppendWords(sha, MemoryMarshal.Cast<float, int>(Floats));
        AppendWords(sha, Labels);
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    private static void AppendWords(IncrementalHash sha, ReadOnlySpan<int> words)
    {
        if (BitConverter.IsLittleEndian)
        {
            sha.AppendData(MemoryMarshal.AsBytes(words));
            return;
        }

        Span<byte> bytes = stackalloc byte[4];
        foreach (var word in words)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, word);
            sha.AppendData(bytes);
        }
    }

    private static void Check(string name, Shape shape, long pixels, int[] labels, IReadOnlyList<string> classes)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classes);
        if (labels.Length == 0)
            throw new ArgumentOutOfRangeException(nameof(labels), $"Dataset: {name} has no image. Give at least one image with its label.");
        if (pixels != (Int128)labels.Length * shape.Neurons.Value)
        {
            throw new ShapeException($"Dataset: {pixels:N0} pixels and {labels.Length:N0} labels came for {name}, and an image {shape} "
                + $"has {shape.Neurons.Value:N0} pixels. Give that many pixels for each label.");
        }

        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes.Count)
            {
                throw new ArgumentOutOfRangeException(nameof(labels), labels[i],
                    $"Dataset: image {i} of {name} has label {labels[i]}, and the {classes.Count} classes are 0 to {classes.Count - 1}. Count classes from 0.");
            }
        }
    }
}

/// <summary>The images to learn from, and those that only judge.</summary>
/// <param name="Train">The training images.</param>
/// <param name="Test">The test images.</param>
public sealed record DatasetPair(Dataset Train, Dataset Test);
