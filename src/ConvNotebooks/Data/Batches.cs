namespace ConvNotebooks;

/// <summary>What becomes of the images that are left over when the batches do not divide the data set.</summary>
public enum LastBatch
{
    /// <summary>They make a smaller batch.</summary>
    Keep,

    /// <summary>They sit this epoch out; with shuffling, others will in the next.</summary>
    Drop,
}

/// <summary>
/// Splits a data set into minibatches, epoch after epoch, in a shuffled order. Order and random transformations depend on
/// the seed, the epoch and the image alone, so that any step of any epoch can be reached at once, and prefetching changes
/// no bit.
/// </summary>
/// <remarks>
/// Random numbers are Philox streams of the seed: stream 2^56 + epoch for the order (Fisher and Yates), 2·2^56 + epoch·2^31 +
/// index for an image. The streams of layers' initial weights lie below 2^56.
/// </remarks>
public sealed class Batches
{
    private const ulong OrderStreams = 1UL << 56, ImageStreams = 2UL << 56;
    private const int Ahead = 1;
    private readonly int[] order;
    private IReadOnlyList<Transformation> transformations = [];
    private Shape[] shapes;
    private SeededRandom random = new(Network.DefaultSeed);
    private Batch[]? slots;
    private float[]? before, after;
    private int busy;

    /// <summary>Creates the batches of a data set.</summary>
    /// <param name="data">The images.</param>
    /// <param name="size">Images in a batch, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1.</exception>
    public Batches(Dataset data, int size)
    {
        ArgumentNullException.ThrowIfNull(data);
        (Data, Size) = (data, Sizes.AtLeastOne(size, nameof(Batches), nameof(size)));
        order = new int[data.Count];
        shapes = [data.Shape];
    }

    /// <summary>The images.</summary>
    public Dataset Data { get; }

    /// <summary>Images in a batch.</summary>
    public int Size { get; }

    /// <summary>The seed of the order and of random transformations.</summary>
    public ulong Seed
    {
        get => random.Seed;
        init => random = new(value);
    }

    /// <summary>Whether the images come in another random order each epoch; otherwise in their own.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>What becomes of left-over images.</summary>
    public LastBatch Last { get; init; }

    /// <summary>Whether the next batch is made by a background thread while this one is used.</summary>
    public bool Prefetch { get; init; } = true;

    /// <summary>What is done to each image, in this order.</summary>
    /// <exception cref="ShapeException">One of them can't take the images.</exception>
    public IReadOnlyList<Transformation> Transformations
    {
        get => transformations;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            transformations = [.. value];
            shapes = [Data.Shape, .. new Shape[value.Count]];
            for (var i = 0; i < value.Count; i++)
                shapes[i + 1] = value[i].OutputShape(shapes[i]);
        }
    }

    /// <summary>The volume of one image after the transformations.</summary>
    public Shape Shape => shapes[^1];

    /// <summary>Batches in an epoch.</summary>
    public int Count => Last == LastBatch.Drop ? Data.Count / Size : (Data.Count + Size - 1) / Size;

    /// <summary>The batches of one epoch. Each holds until the next is asked for, and only one epoch is enumerated at a time.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="first">The batch to begin with, from 0: where an interrupted run goes on.</param>
    /// <exception cref="ArgumentOutOfRangeException">An epoch below 0, or a first batch outside the epoch.</exception>
    /// <exception cref="InvalidOperationException">Another epoch of these batches is being enumerated.</exception>
    public IEnumerable<Batch> Epoch(int epoch, int first = 0)
    {
        if (epoch < 0 || first < 0 || first > Count)
        {
            throw new ArgumentOutOfRangeException(nameof(epoch),
                $"Batches: epoch {epoch}, batch {first} came, and epochs count from 0, batches from 0 to {Count}. Give numbers in that range.");
        }

        return Enumerate(epoch, first);
    }

    private IEnumerable<Batch> Enumerate(int epoch, int first)
    {
        if (Interlocked.Exchange(ref busy, 1) != 0)
        {
            throw new InvalidOperationException("Batches: an epoch of these batches is being enumerated already, and they share their memory. "
                + "Finish it first, or make other Batches.");
        }

        try
        {
            Order(epoch);
            slots ??= [.. Enumerable.Range(0, 1 + Ahead).Select(_ => new Batch(Math.Min(Size, Data.Count), Shape))];
            if (Prefetch)
            {
                using var ahead = new Prefetcher<Batch>(slots, first, Count, (slot, number) => Fill(slot, epoch, number));
                for (var number = first; number < Count; number++)
                    yield return ahead.Next();
            }
            else
            {
                for (var number = first; number < Count; number++)
                {
                    Fill(slots[0], epoch, number);
                    yield return slots[0];
                }
            }
        }
        finally
        {
            Volatile.Write(ref busy, 0);
        }
    }

    private void Order(int epoch)
    {
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        if (!Shuffle)
            return;
        random.Restart(OrderStreams + (ulong)epoch);
        random.Shuffle<int>(order);
    }

    private void Fill(Batch batch, int epoch, int number)
    {
        batch.Become(epoch, number, order.AsSpan(number * Size, Math.Min(Size, Data.Count - number * Size)));
        var values = batch.Images.Edit();
        var labels = batch.EditLabels();
        var pixels = values.Length / batch.Count;
        for (var i = 0; i < batch.Count; i++)
        {
            var index = batch.Indices[i];
            labels[i] = Data.Labels[index];
            Image(epoch, index, values.Slice(i * pixels, pixels));
        }
    }

    private void Image(int epoch, int index, Span<float> values)
    {
        if (transformations.Count == 0)
        {
            Data.CopyImage(index, values);
            return;
        }

        random.Restart(ImageStreams + ((ulong)epoch << 31) + (ulong)index);
        before ??= new float[shapes.Max(Length)];
        after ??= new float[before.Length];
        Data.CopyImage(index, before);
        for (var i = 0; i < transformations.Count; i++)
        {
            var to = i == transformations.Count - 1 ? values : after.AsSpan(0, Length(shapes[i + 1]));
            transformations[i].Apply(before.AsSpan(0, Length(shapes[i])), shapes[i], random, to);
            (before, after) = (after, before);
        }
    }

    private static int Length(Shape shape) => shape.Width * shape.Height * shape.Depth;
}
