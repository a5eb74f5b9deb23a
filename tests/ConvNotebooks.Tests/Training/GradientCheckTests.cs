namespace ConvNotebooks.Tests.Training;

public class GradientCheckTests
{
    /// <summary>Every kind of layer, with strides, padding, dilation, groups, cropped pixels and overlapping windows.</summary>
    public static TheoryData<string> Layers =>
    [
        "INPUT 7x6x3 -> CONV 4 3x3 p1",
        "INPUT 10x8x4 -> CONV 6 3x2 s2x1 p1:0x0:1 g2 nobias",
        "INPUT 9x9x2 -> CONV 3 3x3 d2 p2",
        "INPUT 8x8x3 -> CONV 2 3x3 s3 crop",
        "INPUT 6x6x4 -> CONV 4 3x3 p1 g4",
        "INPUT 6x5x2 -> LOCAL 3 3x3 p1",
        "INPUT 8x8x2 -> LOCAL 2 3x3 s2 crop nobias",
        "INPUT 6x6x3 -> POOL 2",
        "INPUT 7x7x2 -> POOL 3 s2",
        "INPUT 8x7x2 -> POOL 3 s2 p1 crop",
        "INPUT 6x6x3 -> AVGPOOL 3 s1 p1",
        "INPUT 7x8x3 -> AVGPOOL 3 s2 p1 withpad crop",
        "INPUT 6x6x3 -> L2POOL 2",
        "INPUT 7x7x2 -> L2POOL 3 s1 p1",
        "INPUT 5x4x3 -> RELU",
        "INPUT 5x4x3 -> FC 7",
        "INPUT 5x4x3 -> FC 40 nobias",
        "INPUT 5x4x3 -> FLATTEN",
        "INPUT 1x1x9 -> SOFTMAX",
        "INPUT 3x2x5 -> SOFTMAX",
        "INPUT 5x4x3 -> LEAKY 0.2",
        "INPUT 5x7x4 -> BN",
        "INPUT 5x4x3 -> DROPOUT 0.4",
        "INPUT 5x3x4 -> GAP",
        "INPUT 5x3x8 -> LRN 5 a2 b0.75 k1",
        "INPUT 3x3x7 -> LRN 4 a1 b0.5 k2",
        "INPUT 6x6x3 -> ADD( ADD( CONV 3 3x3 p1 | ) -> SOFTMAX -> CONV 3 3x3 p1 | )",
        "INPUT 8x8x3 -> CONV 8 3x3 p1 -> ADD( CONV 8 3x3 p1 nobias -> BN -> LRN 3 a1 -> CONV 8 3x3 p1 | ) -> GAP -> DROPOUT 0.3 -> FC 5",
        "INPUT 8x8x3 -> CONV 16 3x3 p1 -> CONCAT( CONV 16 1x1 nobias -> BN | CONV 4 1x1 -> CONV 7 3x3 p1 | AVGPOOL 3 s1 p1 -> CONV 3 1x1 ) -> ADD( CONV 5 1x1 s2 floor nobias -> BN | CONV 5 2x2 s2 ) -> GAP -> FC 5",
        "INPUT 9x8x3 -> CONV 4 3x3 p1 -> ADD subsample( CONV 5 3x3 s2 p1 floor | ) -> ADD( CONV 5 3x3 p1 | ) -> GAP -> FC 5",
        "INPUT 8x8x3 -> [CONV 4 3x3 p1 -> RELU -> POOL 2]*2 -> FC 5 -> SOFTMAX",
    ];

    [Theory]
    [MemberData(nameof(Layers))]
    public void Gradients_agree_with_central_differences(string notation)
    {
        var report = GradientCheck.Run(Network.Parse(notation), images: 3, places: 40, seed: 5);
        Assert.True(report.LargestError < 5e-3, report.ToString());
        Assert.All(report.Tensors, t => Assert.True(t.Kinks <= t.Places / 5, report.ToString()));
    }

    /// <summary>
    /// A pixel changes the rounding of every output of its tiles, which a difference divides by 2h = 1/64: where a gradient is near 0,
    /// it is off by a few hundredths of itself. A mistake is off by itself.
    /// </summary>
    [Theory]
    [InlineData("INPUT 8x9x32 -> CONV 32 3x3 p1")]
    [InlineData("INPUT 10x8x33 -> CONV 35 3x3 p1:2 nobias")]
    [InlineData("INPUT 8x8x32 -> [CONV 32 3x3 p1]*2 -> GAP -> FC 5")]
    public void Gradients_by_Winograd_agree_with_central_differences(string notation)
    {
        var report = GradientCheck.Run(Network.Parse(notation).With(ConvAlgorithm.Winograd), images: 2, places: 40, seed: 5);
        Assert.True(report.LargestError < 0.1, report.ToString());
        Assert.All(report.Tensors, t => Assert.True(t.Kinks <= t.Places / 4, report.ToString()));
    }

    [Fact]
    public void A_network_is_checked_under_its_loss()
    {
        var net = Network.Parse("INPUT 6x6x2 -> CONV 4 3x3 p1 -> RELU -> FC 3");
        var images = new SeededRandom(3).Gaussian(new TensorShape(4, net.InputShape));
        var report = GradientCheck.Run(net, new SoftmaxCrossEntropy(), images, [0, 2, 1, 2]);
        Assert.Equal(["conv1.weights", "conv1.biases", "fc1.weights", "fc1.biases", "input"], report.Tensors.Select(t => t.Name));
        Assert.True(report.LargestError < 5e-3, report.ToString());
        Assert.StartsWith("conv1.weights 20 places", report.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A check that can't fail checks nothing: the rectifier's kinks at 0 are found, and a wrong gradient is an error.</summary>
    [Fact]
    public void A_wrong_gradient_is_an_error()
    {
        var net = Network.Parse("INPUT 4x4x2 -> CONV 3 3x3");
        var images = new SeededRandom(3).Gaussian(new TensorShape(2, net.InputShape));
        var loss = new WrongLoss();
        var report = GradientCheck.Run(net.Dense(3), loss, images, [0, 1]);
        Assert.True(report.LargestError > 0.3, report.ToString());
    }

    [Fact]
    public void Weights_and_images_are_left_as_they_were()
    {
        var net = Network.Parse("INPUT 6x6x2 -> CONV 4 3x3 p1 -> RELU -> FC 3");
        var images = new SeededRandom(3).Gaussian(new TensorShape(2, net.InputShape));
        var (weights, pixels) = (net.Layer<Conv2d>("conv1").Weights.Value.Hash(), images.Hash());
        GradientCheck.Run(net, new SoftmaxCrossEntropy(), images, [0, 1]);
        Assert.Equal((weights, pixels), (net.Layer<Conv2d>("conv1").Weights.Value.Hash(), images.Hash()));
    }

    /// <summary>The mean of the right scores, with a gradient twice as large as it is.</summary>
    private sealed class WrongLoss : Loss
    {
        protected override double Image(ReadOnlySpan<float> logits, int label) => logits[label];

        protected override void ImageGradient(ReadOnlySpan<float> logits, int label, int images, Span<float> gradient)
        {
            gradient.Clear();
            gradient[label] = 2f / images;
        }
    }
}
