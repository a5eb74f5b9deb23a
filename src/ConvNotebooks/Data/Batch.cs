namespace ConvNotebooks;

/// <summary>
/// Some images with their labels, ready for a forward pass. Its memory is used again: it holds until the enumeration is
/// asked for the next batch.
/// </summary>
public sealed class Batch
{
    private readonly Tensor images;
    private readonly int[] labels;
    private readonly int[] indices;
    private Tensor? lastImages;

    internal Batch(int size, Shape shape)
    {
        images = new(new TensorShape(size, shape));
        (labels, indices) = (new int[size], new int[size]);
        Images = images;
    }

    /// <summary>The images, [N, C, H, W].</summary>
    public Tensor Images { get; private set; }

    /// <summary>The class of each image.</summary>
    public ReadOnlySpan<int> Labels => labels.AsSpan(0, Count);

    /// <summary>Where each image is in the data set.</summary>
    public ReadOnlySpan<int> Indices => indices.AsSpan(0, Count);

    /// <summary>Images in this batch; the last one of an epoch may have fewer than the others.</summary>
    public int Count => Images.Shape.N;

    /// <summary>The epoch, from 0.</summary>
    public int Epoch { get; private set; }

    /// <summary>Which batch of the epoch, from 0.</summary>
    public int Number { get; private set; }

    /// <summary>Turns into another batch: its indices are given, its images and labels are to be written.</summary>
    internal void Become(int epoch, int number, ReadOnlySpan<int> members)
    {
        (Epoch, Number) = (epoch, number);
        members.CopyTo(indices);
        if (members.Length == images.Shape.N)
            Images = images;
        else if (lastImages?.Shape.N == members.Length)
            Images = lastImages;
        else
            Images = lastImages = new(new TensorShape(members.Length, images.Shape.Volume));
    }

    internal Span<int> EditLabels() => labels.AsSpan(0, Count);
}
