namespace ConvNotebooks.Tests.Training.Traces;

[Collection(ComputeSettings.Name)]
public sealed class TrainingTraceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_first_tensor_that_differs_names_step_and_layer_and_both_are_kept()
    {
        var whole = Trace();
        Assert.Null(whole.FirstDifference(Trace()));

        // One weight of the second convolution is one bit off after the third step.
        var nudged = Trace(nudge: 3);
        var difference = whole.FirstDifference(nudged)!;
        Assert.Equal((4, "conv2", "weights"), (difference.One.Step, difference.One.Layer, difference.One.What));
        Assert.Equal($"step 4, conv2, weights: {difference.One.Hash[..16]}… in one run, {difference.Other.Hash[..16]}… in the other", difference.ToString());

        float[] one = [.. Trace(keep: difference.One).Kept!.Values], other = [.. Trace(nudge: 3, keep: difference.One).Kept!.Values];
        Assert.Equal([5], Enumerable.Range(0, one.Length).Where(i => one[i] != other[i]));
        Assert.Equal(MathF.BitIncrement(one[5]), other[5]);
    }

    [Fact]
    public void Images_in_another_order_differ_at_the_input_and_other_weights_at_their_layer()
    {
        TracedTensor order = Trace().FirstDifference(Trace(order: 8))!.One, weights = Trace().FirstDifference(Trace(seed: 4))!.One;
        Assert.Equal((1, "input", "images"), (order.Step, order.Layer, order.What));
        Assert.Equal((1, "conv1", "weights"), (weights.Step, weights.Layer, weights.What));
    }

    [Fact]
    public void Traces_are_compared_where_they_overlap_and_read_back_from_a_file()
    {
        var whole = Trace();
        whole.Save(folder.File("trace"));
        var loaded = TrainingTrace.Load(folder.File("trace"));
        Assert.Equal(whole.Tensors, loaded.Tensors);

        File.WriteAllLines(folder.File("later"), File.ReadLines(folder.File("trace")).SkipWhile(line => !line.StartsWith("3\t", StringComparison.Ordinal)));
        var later = TrainingTrace.Load(folder.File("later"));
        Assert.Null(whole.FirstDifference(later));
        Assert.Equal(4, later.FirstDifference(Trace(nudge: 3))!.One.Step);

        File.WriteAllText(folder.File("trace"), "1\tconv1\tweights\n");
        Assert.Equal($"TrainingTrace: line 1 of '{folder.File("trace")}' is not step, layer, tensor and hash with tabs between. Save the trace again.",
            Assert.Throws<FormatException>(() => TrainingTrace.Load(folder.File("trace"))).Message);
    }

    private static TrainingTrace Trace(int nudge = 0, TracedTensor? keep = null, ulong seed = 3, ulong order = 7)
    {
        var network = Network.Parse("INPUT 8x8x1 -> CONV 4 5x5 p2 -> BN -> RELU -> CONV 16 3x3 p1 -> RELU -> POOL 2 -> FC 10", seed);
        var trainer = new Trainer(network, new Batches(Datasets.Digits().Train[..60], 10) { Seed = order }, new SoftmaxCrossEntropy(), new Adam(0.01)) { Epochs = 1 };
        trainer.OnStep += step =>
        {
            if (step.Step == nudge)
                network.Layer<Conv2d>("conv2").Weights.Value.Edit()[5] = MathF.BitIncrement(network.Layer<Conv2d>("conv2").Weights.Value.Values[5]);
        };
        var trace = TrainingTrace.Of(trainer, keep);
        trainer.Run();
        Assert.Equal(6, trace.Tensors[^1].Step);
        return trace;
    }
}
