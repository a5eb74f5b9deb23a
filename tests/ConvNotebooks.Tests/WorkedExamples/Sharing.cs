namespace ConvNotebooks.Tests.WorkedExamples;

/// <summary>Rows 12, 13 and 32 of the worked examples: gradients summed over a slice, weights per position, the backward pass.</summary>
public class Sharing
{
    [Fact]
    public void Rows_12_and_13_a_shared_gradient_is_the_sum_of_the_positions_gradients()
    {
        var random = new SeededRandom(12);
        var shared = Network.Input(8, 8, 2).Conv(3, 3);
        var local = Network.Input(8, 8, 2).Local(3, 3);
        var (w, u) = (shared.Layer<Conv2d>("conv1").Weights, local.Layer<LocallyConnected2d>("local1").Weights);
        Assert.Equal(36 * w.Value.Values.Length, u.Value.Values.Length);
        Whole(random, w.Value);
        for (var i = 0; i < u.Value.Values.Length; i++)
            u.Value.Edit()[i] = w.Value.Values[i / 36];
        var (x, dy) = (Whole(random, new Tensor(1, 2, 8, 8)), Whole(random, new Tensor(1, 3, 6, 6)));
        Assert.Equal(Run(shared, x, dy).Output.Values.ToArray(), Run(local, x, dy).Output.Values.ToArray());
        for (var i = 0; i < w.Value.Values.Length; i++)
            Assert.Equal(w.Gradient.Values[i], u.Gradient.Volume(i / 18).DepthSlice(i % 18).Sum());
    }

    /// <summary>The derivation of notebook 07, by hand: x = [1, 2, −1, 1, −3], w = [1, 0, −1], dy = [1, 2, 3].</summary>
    [Theory]
    [InlineData(1, 0, new float[] { 2, 3, -8 }, new float[] { 1, 2, 2, -2, -3 })]
    [InlineData(2, 1, new float[] { 7, -10, 4 }, new float[] { 0, 1, 0, 1, 0 })]
    public void Row_32_the_backward_pass_in_one_dimension(int stride, int pad, float[] dw, float[] dx)
    {
        var net = Network.Input(5, 1, 1).Conv(1, (3, 1), (stride, 1), new Padding2d(pad, 0));
        var conv = net.Layer<Conv2d>("conv1");
        conv.Weights.Value = new Tensor(conv.Weights.Shape, [1, 0, -1]);
        var pass = Run(net, new Tensor(new TensorShape(1, 1, 1, 5), [1, 2, -1, 1, -3]), new Tensor(new TensorShape(1, 1, 1, 3), [1, 2, 3]));
        Assert.Equal(dw, conv.Weights.Gradient.Values.ToArray());
        Assert.Equal(dx, pass.InputGradient!.Values.ToArray());
        Assert.Equal(6, conv.Biases!.Gradient.Values[0]);
    }

    private static TrainingPass Run(Network net, Tensor x, Tensor dy)
    {
        var pass = new TrainingPass(net, 1, inputGradient: true);
        pass.Forward(x);
        dy.Values.CopyTo(pass.OutputGradient.Edit());
        pass.Backward();
        return pass;
    }

    /// <summary>Small whole numbers, whose sums are exact in any order.</summary>
    private static Tensor Whole(SeededRandom random, Tensor tensor)
    {
        foreach (ref var value in tensor.Edit())
            value = random.NextInt32(5) - 2;
        return tensor;
    }
}
