namespace ConvNotebooks.Interactive.Tests;

public sealed class ReceptiveFieldTests
{
    private const string Plain = "INPUT 14x11x1 -> CONV 2 3x3 p1 -> RELU -> CONV 2 3x3 s2 floor -> CONV 1 2x2";
    private const string Dilated = "INPUT 14x11x1 -> CONV 2 3x3 d2 -> AVGPOOL 2 floor -> CONV 1 2x1";
    private const string Cropped = "INPUT 14x11x1 -> CONV 2 3x3 s2 crop -> CONV 1 3x3 p2";
    private const string Branched = "INPUT 14x11x2 -> CONCAT( CONV 2 1x1 | CONV 1 3x3 p1 -> CONV 2 5x5 p2 | POOL 3 s1 p1 ) -> "
        + "ADD subsample( CONV 6 3x3 s2 p1 floor -> CONCAT( | CONV 2 3x3 p1 ) | ) -> CONV 1 1x1";
    private const string Residual = "INPUT 14x11x2 -> CONV 2 5x5 p2 s2 zeropad -> ADD( CONV 2 3x3 p1 | ) -> CONV 1 1x1 -> GAP";

    /// <summary>All weights and pixels are positive, so that no gradient is zero by chance.</summary>
    [Theory]
    [InlineData(Plain)]
    [InlineData(Dilated)]
    [InlineData(Cropped)]
    [InlineData(Residual)]
    [InlineData(Branched)]
    public void A_neuron_sees_the_pixels_whose_gradient_is_not_zero_and_they_reach_it(string notation)
    {
        var net = Network.Parse(notation);
        foreach (var learned in net.LearnedTensors())
            learned.Value.Edit().Fill(0.1f);
        var image = new SeededRandom(3).Uniform(new TensorShape(1, net.InputShape), 0.5f, 1);
        var pass = new TrainingPass(net, 1, inputGradient: true);
        pass.Forward(image);
        var (width, height) = (net.OutputShape.Width, net.OutputShape.Height);
        foreach (var (x, y) in ((int X, int Y)[])[(0, 0), (width / 2, height / 2), (width - 1, height - 1)])
        {
            pass.OutputGradient.Edit().Clear();
            pass.OutputGradient[0, 0, y, x] = 1;
            pass.Backward();
            var columns = new AxisReach(isWidth: true).Backward(net, net.Stages.Count, x)[0];
            var rows = new AxisReach(isWidth: false).Backward(net, net.Stages.Count, y)[0];
            for (var v = 0; v < net.InputShape.Height; v++)
            {
                for (var u = 0; u < net.InputShape.Width; u++)
                {
                    var sees = pass.InputGradient![0, 0, v, u] != 0;
                    Assert.Equal(sees, columns.Contains(u) && rows.Contains(v));
                    Assert.Equal(sees, new AxisReach(isWidth: true).Forward(net, u)[^1].Contains(x) && new AxisReach(isWidth: false).Forward(net, v)[^1].Contains(y));
                }
            }
        }
    }

    [Fact]
    public void The_views_say_it_in_words_and_mistakes_are_told()
    {
        var net = Network.Parse(Plain);
        var image = new SeededRandom(3).Uniform(new TensorShape(1, 1, 11, 14));
        Assert.StartsWith("conv3, neuron x 2, y 1, sees 7x7 pixels of the image\nx 3 to 9, y 1 to 7: 49 pixels of the image; the field begins at x 3, y 1.",
            net.Sees("conv3", image, 2, 1).Text, StringComparison.Ordinal);
        Assert.StartsWith("Pixel x 0, y 0 of the image: the neurons it reaches\nIn conv3 1 of 20 places", net.Reaches(image, 0, 0).Text, StringComparison.Ordinal);
        Assert.StartsWith("Sees: x 20, y 0 came, and conv1 is [14x11x2]. Give x below 14, y below 11.",
            Assert.Throws<ArgumentOutOfRangeException>(() => net.Sees("conv1", image, 20, 0)).Message, StringComparison.Ordinal);
        Assert.Equal("ReceptiveFields: images of [1x1x1] came, and the network begins with [14x11x1]. Give images of [14x11x1].",
            Assert.Throws<ShapeException>(() => net.Reaches(new Tensor(1, 1, 1, 1), 0, 0)).Message);
    }
}
