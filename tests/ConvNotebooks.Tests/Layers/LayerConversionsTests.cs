namespace ConvNotebooks.Tests.Layers;

public class LayerConversionsTests
{
    [Theory]
    [InlineData("INPUT 6x5x2 -> CONV 3 3x3")]
    [InlineData("INPUT 7x7x4 -> CONV 6 3x3 s2 p1 g2")]
    [InlineData("INPUT 8x6x2 -> CONV 2 3x2 p1:0 d2 nobias")]
    [InlineData("INPUT 10x10x1 -> CONV 2 3x3 s2 crop")]
    [InlineData("INPUT 10x10x1 -> CONV 2 3x3 s2 zeropad")]
    public void A_convolution_and_its_fully_connected_twin_compute_the_same(string notation)
    {
        var net = Network.Parse(notation);
        var conv = (Conv2d)net.Stages[0].Layer;
        if (conv.Biases is { } biases)
            biases.Value = new SeededRandom(1).Uniform(biases.Shape, -1, 1);
        var x = new SeededRandom(2).Uniform(new TensorShape(2, net.InputShape), -1, 1);
        var dense = conv.ToDense(net.InputShape);
        Assert.Equal(conv.Forward(x).Values.ToArray(), dense.Forward(x).Values.ToArray());
    }

    [Fact]
    public void A_fully_connected_layer_and_its_convolution_share_parameters_and_compute_the_same()
    {
        var dense = new Dense(new Shape(3, 2, 4), 5);
        var conv = dense.ToConv();
        Assert.Equal("CONV 5 3x2", conv.Notation);
        Assert.Same(dense.Weights, conv.Weights);
        Assert.Same(dense.Biases, conv.Biases);
        var x = new SeededRandom(3).Uniform(new TensorShape(2, dense.Input), -1, 1);
        Assert.Equal(dense.Forward(x).Values.ToArray(), conv.Forward(x).Values.ToArray());
    }

    [Fact]
    public void A_convolutional_network_slides_over_a_larger_image()
    {
        var net = Network.Input(8, 8, 1).Conv(3, 3).ReLU().MaxPool(2).Dense(6).ReLU().Dense(4);
        var sliding = net.ToConvolutional();
        Assert.Equal("INPUT 8x8x1 -> CONV 3 3x3 -> RELU -> POOL 2 -> CONV 6 3x3 -> RELU -> CONV 4 1x1", sliding.Notation);
        Assert.Equal(net.Stages.Select(s => s.Name), sliding.Stages.Select(s => s.Name));
        var image = new SeededRandom(4).Uniform(new TensorShape(1, 1, 12, 12));
        var map = sliding.Predict(image).Volume();
        Assert.Equal(new Shape(3, 3, 4), map.Shape);
        for (var y = 0; y < 3; y++)
            for (var x = 0; x < 3; x++)
                Assert.Equal(net.Predict(image.Volume()[(2 * x)..(2 * x + 8), (2 * y)..(2 * y + 8), ..].ToTensor()).Values.ToArray(), map.DepthColumn(x, y).Enumerate());
    }

    /// <summary>The receptive field of VGG-16's first fully-connected layer as a convolution, 404 pixels, as its authors' successors count it.</summary>
    [Fact]
    public void The_field_of_a_converted_layer_is_that_of_a_convolution()
    {
        var vgg = Network.Parse("INPUT 224x224x3 -> [[CONV 2 3x3 p1]*2 -> POOL 2]*2 -> [[CONV 2 3x3 p1]*3 -> POOL 2]*3 -> FC 4 -> FC 4").ToConvolutional();
        Assert.Equal((212, 404, 404), (vgg["pool5"].Field.Width.Size, vgg["fc1"].Field.Width.Size, vgg["fc2"].Field.Width.Size));
    }
}
