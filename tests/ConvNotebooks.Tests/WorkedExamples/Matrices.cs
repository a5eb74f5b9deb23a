namespace ConvNotebooks.Tests.WorkedExamples;

/// <summary>Rows 31 and 33 to 41 of the worked examples: im2col, 1x1, dilation, receptive fields, pooling.</summary>
public class Matrices
{
    [Fact]
    public void Row_31_im2col_of_Krizhevskys_first_layer()
    {
        var conv = new Conv2d(3, 96, 11, 4);
        var x = new SeededRandom(31).Uniform(new TensorShape(1, 3, 227, 227));
        var im2col = Im2col.Of(conv, x);
        Assert.Equal("W_row [96 x 363] · X_col [363 x 3025] = [96 x 3025] → [55x55x96]", im2col.ToString());
        Assert.Equal((1_098_075, 154_587), (im2col.Columns.Values.Length, x.Values.Length));
        Assert.Equal(7.10, im2col.Growth, 2);
        Assert.Equal(conv.Forward(x).Hash(), im2col.Output.Hash());
    }

    [Fact]
    public void Row_33_a_1x1_filter_on_colour_is_a_3_dimensional_dot_product()
    {
        var conv = new Conv2d(3, 1, 1);
        var x = new SeededRandom(33).Uniform(new TensorShape(1, 3, 32, 32));
        Assert.Equal(3, conv.WeightsPerNeuron(new Shape(32, 32, 3)).Value);
        Assert.Equal(x.Volume().DepthColumn(5, 8).Dot(conv.Weights.Value.Volume()), conv.Forward(x).Volume()[5, 8, 0]);
    }

    /// <summary>Dilation 1 is dense here; the page calls that 0.</summary>
    [Theory]
    [InlineData(1, 321)]
    [InlineData(2, 30201)]
    public void Row_34_a_filter_of_size_3_with_and_without_a_gap(int dilation, float first)
    {
        var conv = new Conv2d(1, 1, (3, 1), dilation: (dilation, 1));
        conv.Weights.Value = new Tensor(conv.Weights.Shape, [1, 2, 3]);
        Assert.Equal(first, conv.Forward(new Tensor(new TensorShape(1, 1, 1, 5), [1, 10, 100, 1000, 10000])).Values[0]);
    }

    [Fact]
    public void Row_35_stacked_3x3_layers_see_3_5_and_7_pixels() => Assert.Equal([3, 5, 7],
        Network.Parse("INPUT 15x15x1 -> [CONV 1 3x3]*3").Stages.Select(s => s.Field.Width.Size));

    [Theory]
    [InlineData(36, "INPUT 32x32x8 -> POOL 2", "[16x16x8]")]
    [InlineData(36, "INPUT 33x33x8 -> POOL 3 s2", "[16x16x8]")]
    [InlineData(37, "INPUT 224x224x64 -> POOL 2", "[112x112x64]")]
    [InlineData(41, "INPUT 32x32x12 -> CONV 12 3x3 s2 p0:1", "[16x16x12]")]
    public void Rows_36_37_and_41_volumes_after_pooling_or_a_stride(int row, string notation, string output)
    {
        var net = Network.Parse(notation);
        Assert.Equal(output, net.OutputShape.ToString());
        Assert.Equal(row == 41 ? 1308 : 0, net.Total.Parameters.Value);
    }

    [Fact]
    public void Rows_38_and_39_the_pooling_figure_by_maximum_average_and_norm()
    {
        var x = Tensor.FromSlices(new float[,] { { 1, 1, 2, 4 }, { 5, 6, 7, 8 }, { 3, 2, 1, 0 }, { 1, 2, 3, 4 } });
        Assert.Equal([6, 8, 3, 4], new MaxPool2d(2).Forward(x).Values.ToArray());
        Assert.Equal([3.25f, 5.25f, 2, 2], new AveragePool2d(2).Forward(x).Values.ToArray());
        Assert.Equal(MathF.Sqrt(63), new L2Pool2d(2).Forward(x).Values[0]);
    }

    [Theory]
    [InlineData("INPUT 4x4x1 -> POOL 2", new float[] { 1, 1, 2, 4, 5, 6, 7, 8, 3, 2, 1, 0, 1, 2, 3, 4 }, new float[] { 10, 20, 30, 40 },
        new float[] { 0, 0, 0, 0, 0, 10, 0, 20, 30, 0, 0, 0, 0, 0, 0, 40 })]
    [InlineData("INPUT 3x1x1 -> POOL 2x1 s1", new float[] { 1, 5, 2 }, new float[] { 3, 4 }, new float[] { 0, 7, 0 })]
    public void Row_40_the_gradient_goes_to_the_winners_and_adds_up_where_windows_overlap(string notation, float[] x, float[] dy, float[] dx)
    {
        var pass = new TrainingPass(Network.Parse(notation), 1, inputGradient: true);
        pass.Forward(new Tensor(pass.InputShape, x));
        dy.CopyTo(pass.OutputGradient.Edit());
        pass.Backward();
        Assert.Equal(dx, pass.InputGradient!.Values.ToArray());
    }
}
