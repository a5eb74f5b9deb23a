namespace ConvNotebooks.Tests.Layers;

public class LayerShapeTests
{
    [Fact]
    public void A_wrong_number_of_channels_is_explained() => Assert.Equal(
        "Conv2d: input [32, 3, 28, 28] (N C H W) has 3 channels; the layer was built for 16. "
        + "Give the layer before it 16 filters, or build this one with channels: 3.",
        Assert.Throws<ShapeException>(() => new Conv2d(channels: 16, filters: 8, size: 3).Forward(new Tensor(32, 3, 28, 28))).Message);

    [Fact]
    public void A_layer_in_a_network_gives_its_name() => Assert.StartsWith("Conv2d 'conv1': input volume [8x8x4] has 4 channels",
        Assert.Throws<ShapeException>(() => Network.Input(8, 8, 3).Conv(2, 3).Layer<Conv2d>("conv1").OutputShape(new Shape(8, 8, 4))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void An_output_of_other_axes_is_refused() => Assert.Equal(
        "ReLU: output [1, 1, 2, 3] (N C H W) came, [1, 1, 2, 2] (N C H W) is what the layer computes. Give a tensor of those axes.",
        Assert.Throws<ShapeException>(() => new ReLU().Forward(new Tensor(1, 1, 2, 2), new Tensor(1, 1, 2, 3))).Message);

    [Fact]
    public void Groups_must_divide_channels_and_filters() => Assert.Equal(
        "Conv2d: 3 groups do not divide 4 channels and 6 filters. Give a number of groups that divides both, or 1.",
        Assert.Throws<ShapeException>(() => new Conv2d(channels: 4, filters: 6, size: 3, groups: 3)).Message);

    [Fact]
    public void A_fully_connected_layer_is_built_for_one_volume() => Assert.Equal(
        "Dense: input volume [5x4x3] came; the layer was built for [4x4x3]. Give [4x4x3], or build the layer with input: new Shape(5, 4, 3).",
        Assert.Throws<ShapeException>(() => new Dense(new Shape(4, 4, 3), 10).Forward(new Tensor(1, 3, 4, 5))).Message);

    [Fact]
    public void So_is_a_locally_connected_one() => Assert.Contains("because every position has weights of its own",
        Assert.Throws<ShapeException>(() => new LocallyConnected2d(new Shape(4, 4, 3), 2, 3).Forward(new Tensor(1, 3, 5, 5))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_pool_padded_by_its_size_is_refused() => Assert.Contains("leaves windows that see only padding",
        Assert.Throws<ShapeException>(() => new MaxPool2d(2, pad: 2)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_parameter_keeps_its_axes() => Assert.Equal(
        "Conv2d: weights [1, 1, 3, 3] (N C H W) came, [2, 1, 3, 3] (N C H W) are needed. Give a tensor of those axes.",
        Assert.Throws<ShapeException>(() => new Conv2d(1, 2, 3).Weights.Value = new Tensor(1, 1, 3, 3)).Message);

    [Fact]
    public void A_misfit_names_the_layer_and_the_axis()
    {
        var error = Assert.Throws<FitException>(() => Network.Input(11, 10, 1).Conv(1, 3, stride: 2));
        Assert.StartsWith("Conv2d 'conv1': a window of size 3, stride 2, padding 0 does not fit an input of 10 pixels (height): "
            + "(10 − 3 + 0)/2 + 1 = 4.5", error.Message, StringComparison.Ordinal);
        Assert.Equal("height", error.Report.Axis);
    }

    [Fact]
    public void Depthwise_filters_have_one_channel()
    {
        var conv = new Conv2d(channels: 32, filters: 32, size: 3, groups: 32);
        Assert.Equal(new TensorShape(32, 1, 3, 3), conv.Weights.Shape);
        Assert.Equal(32 * 9, conv.Count(new Shape(8, 8, 32)).Weights.Value);
    }

    [Fact]
    public void Derivations_do_not_follow_the_culture()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        var other = (System.Globalization.CultureInfo)before.Clone();
        other.NumberFormat.NumberGroupSeparator = "'";
        System.Globalization.CultureInfo.CurrentCulture = other;
        try
        {
            Assert.Equal("1,024·(3·3·512) = 4,718,592 weights + 1,024 biases",
                new Conv2d(512, 1024, 3, pad: 1).Count(new Shape(7, 7, 512)).ParameterDerivation);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Flatten_lays_slices_one_after_the_other()
    {
        var input = Tensor.Linspace(new TensorShape(2, 3, 4, 5), 0, 119);
        var output = new Flatten().Forward(input);
        Assert.Equal(new TensorShape(2, 60, 1, 1), output.Shape);
        Assert.Equal(input.Values.ToArray(), output.Values.ToArray());
    }

    [Theory]
    [InlineData(FitPolicy.ZeroPad, new float[] { 1, 3, 5, 7, 9 }, 10)]
    [InlineData(FitPolicy.Crop, new float[] { 1, 3, 5, 7 }, 8)]
    [InlineData(FitPolicy.Floor, new float[] { 1, 3, 5, 7 }, 8)]
    public void A_policy_decides_what_the_last_window_sees(FitPolicy policy, float[] firstTaps, float lastSecondTap)
    {
        var row = new Tensor(new TensorShape(1, 1, 1, 10), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        var conv = new Conv2d(1, 1, (3, 1), stride: (2, 1), bias: false, fit: policy);
        conv.Weights.Value = new Tensor(new TensorShape(1, 1, 1, 3), [1, 0, 0]);
        Assert.Equal(firstTaps, conv.Forward(row).Values.ToArray());
        conv.Weights.Value = new Tensor(new TensorShape(1, 1, 1, 3), [0, 1, 0]);
        Assert.Equal(lastSecondTap, conv.Forward(row).Values[^1]);
    }

    [Fact]
    public void Crop_drops_pixels_before_it_pads()
    {
        var row = new Tensor(new TensorShape(1, 1, 1, 4), [1, 2, 3, 4]);
        Tensor Last(FitPolicy fit)
        {
            var conv = new Conv2d(1, 1, (3, 1), stride: (2, 1), pad: new Padding2d(1, 0), bias: false, fit: fit);
            conv.Weights.Value = new Tensor(new TensorShape(1, 1, 1, 3), [0, 0, 1]);
            return conv.Forward(row);
        }

        Assert.Equal([2, 0], Last(FitPolicy.Crop).Values.ToArray());
        Assert.Equal([2, 4], Last(FitPolicy.Floor).Values.ToArray());
    }

    [Fact]
    public void Changed_weights_are_seen()
    {
        var conv = new Conv2d(1, 1, 1, bias: false);
        conv.Weights.Value.Edit()[0] = 2;
        var one = Tensor.Linspace(new TensorShape(1, 1, 1, 1), 1, 1);
        Assert.Equal(2, conv.Forward(one).Values[0]);
        conv.Weights.Value.Edit()[0] = 3;
        Assert.Equal(3, conv.Forward(one).Values[0]);
        conv.Weights.Value.Volume()[0, 0, 0] = 4;
        Assert.Equal(4, conv.Forward(one).Values[0]);
        conv.Weights.Value = Tensor.Linspace(new TensorShape(1, 1, 1, 1), 5, 5);
        Assert.Equal(5, conv.Forward(one).Values[0]);
    }

    [Fact]
    public void Initial_weights_follow_He_and_the_seed()
    {
        var weights = new Conv2d(16, 64, 3) { Seed = 1, Stream = 1 }.Weights.Value;
        Assert.Equal(2.0 / (16 * 9), weights.Values.ToArray().Average(v => (double)v * v), 0.15 * 2 / (16 * 9));
        Assert.Equal(weights.Hash(), new Conv2d(16, 64, 3) { Seed = 1, Stream = 1 }.Weights.Value.Hash());
        Assert.NotEqual(weights.Hash(), new Conv2d(16, 64, 3) { Seed = 1, Stream = 2 }.Weights.Value.Hash());
    }
}
