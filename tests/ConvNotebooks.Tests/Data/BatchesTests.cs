namespace ConvNotebooks.Tests.Data;

public class BatchesTests
{
    private static readonly Dataset Numbers = Dataset.FromTensor("Numbers", Tensor.Linspace(new TensorShape(10, 1, 1, 2), 0, 19),
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [.. Enumerable.Range(0, 10).Select(i => $"{i}")]);

    [Theory]
    [InlineData(LastBatch.Keep, new[] { 4, 4, 2 })]
    [InlineData(LastBatch.Drop, new[] { 4, 4 })]
    public void The_last_batch_is_kept_or_dropped(LastBatch last, int[] sizes)
    {
        var batches = new Batches(Numbers, 4) { Last = last };
        Assert.Equal(sizes.Length, batches.Count);
        Assert.Equal(sizes, batches.Epoch(0).Select(batch => batch.Count));
        Assert.Equal(sizes, batches.Epoch(0).Select(batch => batch.Images.Shape.N));
    }

    [Fact]
    public void Without_shuffling_the_images_come_in_their_order()
    {
        var batches = new Batches(Numbers, 4) { Shuffle = false };
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (float)i), batches.Epoch(3).SelectMany(batch => batch.Images.Values.ToArray()));
    }

    [Fact]
    public void Every_image_comes_once_with_its_label()
    {
        foreach (var batch in new Batches(Numbers, 3).Epoch(2))
        {
            Assert.Equal(batch.Indices.ToArray(), batch.Labels.ToArray());
            Assert.Equal(batch.Labels.ToArray().Select(label => label * 2f), Enumerable.Range(0, batch.Count).Select(i => batch.Images[i, 0, 0, 0]));
        }

        Assert.Equal(Enumerable.Range(0, 10), Order(new Batches(Numbers, 3), 2).Order());
    }

    [Fact]
    public void Order_depends_on_seed_and_epoch_alone()
    {
        Assert.Equal(Order(new Batches(Numbers, 3) { Seed = 5 }, 1), Order(new Batches(Numbers, 4) { Seed = 5, Prefetch = false }, 1));
        Assert.NotEqual(Order(new Batches(Numbers, 3) { Seed = 5 }, 1), Order(new Batches(Numbers, 3) { Seed = 5 }, 2));
        Assert.NotEqual(Order(new Batches(Numbers, 3) { Seed = 5 }, 1), Order(new Batches(Numbers, 3) { Seed = 6 }, 1));
    }

    /// <summary>
    /// Computed in Python from the published algorithms, without this library: Philox4x32-10 with key (5, 0) and counters
    /// (i, 0, 1, 2^24), Lemire's bounded numbers, Fisher and Yates from the back.
    /// </summary>
    [Fact]
    public void The_order_stays_the_same() => Assert.Equal(ExpectedOrder, Order(new Batches(Numbers, 3) { Seed = 5 }, 1));

    private static readonly int[] ExpectedOrder = [0, 9, 3, 1, 8, 4, 7, 2, 5, 6];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void Augmented_batches_are_the_same_with_and_without_prefetching_and_at_any_size(int size)
    {
        Assert.Equal(Hashes(Augmented(64, prefetch: false)), Hashes(Augmented(size, prefetch: true)));
        Assert.Equal(Hashes(Augmented(size, prefetch: false)), Hashes(Augmented(size, prefetch: true)));
    }

    [Fact]
    public void Augmentation_differs_between_epochs_and_seeds()
    {
        var first = Hashes(Augmented(10, prefetch: true));
        Assert.NotEqual(first, Hashes(Augmented(10, prefetch: true), epoch: 1));
        Assert.NotEqual(first, Hashes(Augmented(10, prefetch: true, seed: 2)));
        Assert.NotEqual(first[0], first[1]);
    }

    [Fact]
    public void An_epoch_can_begin_at_any_batch()
    {
        var batches = Augmented(7, prefetch: true);
        var whole = batches.Epoch(1).Select(batch => (batch.Number, batch.Images.Hash())).ToArray();
        Assert.Equal(whole[5..], batches.Epoch(1, first: 5).Select(batch => (batch.Number, batch.Images.Hash())));
        Assert.Empty(batches.Epoch(1, first: batches.Count));
    }

    [Fact]
    public void An_abandoned_epoch_can_be_followed_by_another()
    {
        var batches = Augmented(7, prefetch: true);
        foreach (var _ in batches.Epoch(0))
            break;
        Assert.Equal(Hashes(Augmented(7, prefetch: false)), Hashes(batches));
    }

    [Fact]
    public void Two_epochs_at_once_are_refused()
    {
        var batches = Augmented(7, prefetch: true);
        using var first = batches.Epoch(0).GetEnumerator();
        Assert.True(first.MoveNext());
        Assert.StartsWith("Batches: an epoch of these batches is being enumerated already",
            Assert.Throws<InvalidOperationException>(() => batches.Epoch(1).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_fails_in_the_background_fails_here()
    {
        var batches = new Batches(Numbers, 2) { Transformations = [new Failing()] };
        Assert.Equal("image 0", Assert.Throws<InvalidOperationException>(() => batches.Epoch(0).Count()).Message);
        Assert.Throws<InvalidOperationException>(() => batches.Epoch(0).Count());
    }

    /// <summary>After the first epoch a batch costs no memory; the enumeration itself is a few objects an epoch.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Batches_use_their_memory_again(bool prefetch)
    {
        var batches = Augmented(2, prefetch);
        var counted = batches.Epoch(0).Count();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var batch in batches.Epoch(1))
            counted += batch.Count;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3000);
        Assert.Equal(50 + 100, counted);
    }

    [Fact]
    public void The_shape_is_that_after_all_transformations()
    {
        Assert.Equal(new Shape(6, 6, 1), Augmented(5, prefetch: true).Shape);
        Assert.Throws<ShapeException>(() => new Batches(Numbers, 2) { Transformations = [new RandomCrop(9)] });
    }

    [Fact]
    public void A_batch_outside_the_epoch_is_refused() => Assert.StartsWith(
        "Batches: epoch 0, batch 6 came, and epochs count from 0, batches from 0 to 5.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new Batches(Numbers, 2).Epoch(0, 6)).Message, StringComparison.Ordinal);

    private static Batches Augmented(int size, bool prefetch, ulong seed = 1)
    {
        var digits = Datasets.Digits().Train[..100];
        return new(digits, size)
        {
            Seed = seed,
            Prefetch = prefetch,
            Transformations = [new RandomCrop(6, pad: 2), new HorizontalFlip(), Normalization.Of(digits)],
        };
    }

    private static int[] Order(Batches batches, int epoch) => [.. batches.Epoch(epoch).SelectMany(batch => batch.Indices.ToArray())];

    /// <summary>A hash of each augmented image, in the order of the epoch.</summary>
    private static string[] Hashes(Batches batches, int epoch = 0) => [.. batches.Epoch(epoch).SelectMany(batch =>
        Enumerable.Range(0, batch.Count).Select(i => batch.Images.Volume(i).ToTensor().Hash()))];

    private sealed class Failing : Transformation
    {
        public override void Apply(ReadOnlySpan<float> input, Shape shape, SeededRandom random, Span<float> output)
        {
            if (input[0] == 0)
                throw new InvalidOperationException("image 0");
        }
    }
}
