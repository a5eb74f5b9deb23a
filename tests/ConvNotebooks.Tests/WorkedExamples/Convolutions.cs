namespace ConvNotebooks.Tests.WorkedExamples;

/// <summary>Rows 16 to 18 and 26 to 30 of the worked examples: strides, the numeric examples, the convolution demo.</summary>
public class Convolutions
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 3)]
    public void Row_16_a_3x3_filter_on_7x7(int stride, int expected) =>
        Assert.Equal(new Shape(expected, expected, 1), Network.Input(7, 7, 1).Conv(1, 3, stride).OutputShape);

    [Theory]
    [InlineData(1, 1, new float[] { -2, 2, 1, 2, 1 })]
    [InlineData(1, 2, new float[] { -2, 1, 1 })]
    [InlineData(0, 1, new float[] { 2, 1, 2 })]
    public void Rows_17_and_18_the_one_dimensional_figure(int pad, int stride, float[] expected)
    {
        var conv = new Conv2d(1, 1, (3, 1), (stride, 1), new Padding2d(pad, 0));
        conv.Weights.Value = new Tensor(new TensorShape(1, 1, 1, 3), [1, 0, -1]);
        Assert.Equal(expected, conv.Forward(new Tensor(new TensorShape(1, 1, 1, 5), [1, 2, -1, 1, -3])).Values.ToArray());
    }

    [Fact]
    public void Rows_26_to_28_the_numpy_example()
    {
        var x = new SeededRandom(26).Uniform(new TensorShape(1, 4, 11, 11), -1, 1);
        var conv = new Conv2d(channels: 4, filters: 2, size: 5, stride: 2) { Seed = 27 };
        conv.Biases!.Value.Edit()[0] = 0.5f;
        conv.Biases.Value.Edit()[1] = -0.25f;
        var (X, V) = (x.Volume(), conv.Forward(x).Volume());
        var (W0, W1) = (conv.Weights.Value.Volume(0), conv.Weights.Value.Volume(1));

        Assert.Equal(new Shape(5, 5, 4), W0.Shape);
        Assert.Equal(new Shape(4, 4, 2), V.Shape);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(X[(2 * i)..(2 * i + 5), ..5, ..].Dot(W0, start: 0.5f), V[i, 0, 0]);
            Assert.Equal(X[(2 * i)..(2 * i + 5), ..5, ..].Dot(W1, start: -0.25f), V[i, 0, 1]);
        }

        Assert.Equal(X[..5, 2..7, ..].Dot(W1, start: -0.25f), V[0, 1, 1]);
        Assert.Equal(X[4..9, 6..11, ..].Dot(W1, start: -0.25f), V[2, 3, 1]);
    }

    [Fact]
    public void Row_29_the_summary_of_a_convolutional_layer()
    {
        var stage = Network.Input(16, 16, 20).Conv(10, size: 5, stride: 1, pad: 2).Stages[0];
        Assert.Equal(10, stage.Output.Depth);
        Assert.Equal(5 * 5 * 20, stage.Layer.WeightsPerNeuron(stage.Input).Value);
        Assert.Equal((5 * 5 * 20 * 10, 10), (stage.Counts.Weights.Value, stage.Counts.Biases.Value));
    }

    [Fact]
    public void Row_30_the_convolution_demo()
    {
        var random = new SeededRandom(30);
        var x = new Tensor(1, 3, 5, 5);
        foreach (ref var value in x.Edit())
            value = random.NextInt32(3);
        var conv = new Conv2d(channels: 3, filters: 2, size: 3, stride: 2, pad: 1);
        foreach (ref var weight in conv.Weights.Value.Edit())
            weight = random.NextInt32(3) - 1;
        conv.Biases!.Value.Edit()[0] = 1;

        var stage = Network.Input(5, 5, 3).Conv(2, 3, 2, 1).Stages[0];
        Assert.Equal("(5 − 3 + 2·1)/2 + 1 = 3", stage.Formula);
        Assert.Equal("[3x3x2]", stage.Output.ToString());
        Assert.Equal(18, stage.Counts.Neurons.Value);
        Assert.Equal("3·3·3 = 27 weights", stage.Layer.WeightsPerNeuron(stage.Input).Derivation);

        var output = conv.Forward(x);
        for (var k = 0; k < 2; k++)
            for (var oy = 0; oy < 3; oy++)
                for (var ox = 0; ox < 3; ox++)
                    Assert.Equal(SumByHand(x, conv.Weights.Value, k, oy, ox) + (k == 0 ? 1 : 0), output[0, k, oy, ox]);
    }

    /// <summary>CS231n assignment 2: all numbers are small binary fractions away from exact, hence the tolerance of the notebook there, 1e-7.</summary>
    [Fact]
    public void The_naive_forward_pass_of_assignment_2()
    {
        var conv = new Conv2d(channels: 3, filters: 3, size: 4, stride: 2, pad: 1);
        conv.Weights.Value = Tensor.Linspace(new TensorShape(3, 3, 4, 4), -0.2, 0.3);
        conv.Biases!.Value = Tensor.Linspace(new TensorShape(1, 3, 1, 1), -0.1, 0.2);
        var output = conv.Forward(Tensor.Linspace(new TensorShape(2, 3, 4, 4), -0.1, 0.5));
        float[] first = [-0.08759809f, -0.10987781f, -0.18387192f, -0.2109216f];
        for (var i = 0; i < 4; i++)
            Assert.Equal(first[i], output.Values[i], 1e-7f);
        Assert.Equal(2.38247847f, output.Values[^1], 1e-6f);
    }

    [Fact]
    public void The_max_pool_of_assignment_2()
    {
        var output = new MaxPool2d(2).Forward(Tensor.Linspace(new TensorShape(2, 3, 4, 4), -0.3, 0.4));
        Assert.Equal(-0.26315789f, output.Values[0], 1e-7f);
        Assert.Equal(0.4f, output.Values[^1]);
    }

    private static float SumByHand(Tensor x, Tensor w, int k, int oy, int ox)
    {
        var sum = 0f;
        for (var c = 0; c < 3; c++)
            for (var fy = 0; fy < 3; fy++)
                for (var fx = 0; fx < 3; fx++)
                    if (oy * 2 + fy is >= 1 and <= 5 && ox * 2 + fx is >= 1 and <= 5)
                        sum += w[k, c, fy, fx] * x[0, c, oy * 2 + fy - 1, ox * 2 + fx - 1];
        return sum;
    }
}
