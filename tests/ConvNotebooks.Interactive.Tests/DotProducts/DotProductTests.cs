using System.Globalization;
using System.Text.RegularExpressions;

namespace ConvNotebooks.Interactive.Tests;

public sealed class DotProductTests
{
    /// <summary>Row 30 of the worked examples, the CS231n demo: 18 cells of 27 products, x fastest, then y, then d, one a second.</summary>
    [Fact]
    public void The_pages_demo_can_be_played()
    {
        var dot = Samples.Demo();
        Assert.Equal(18, dot.Tour.Count);
        Assert.Equal([new(0, 0, 0), new(1, 0, 0), new(2, 0, 0), new(0, 1, 0)], dot.Tour.Take(4));
        Assert.Equal(new(2, 2, 1), dot.Tour[^1]);
        var view = dot.ToView();
        Assert.StartsWith("conv1: CONV 2 3x3 s2 p1, 27 products an output", view.Text, StringComparison.Ordinal);
        Assert.Contains("data-milliseconds=\"1000\"", view.Html!, StringComparison.Ordinal);
        Assert.All((string[])["#dddddd", "#ddddff", "#ffdddd", "#ddffdd"], tint => Assert.Contains(tint, view.Script!, StringComparison.Ordinal));
        Assert.All((string[])["#dddddd", "#ddddff", "#ffdddd", "#ddffdd"], tint => Assert.Contains(tint, view.Html!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CONV 4 3x3")]
    [InlineData("CONV 4 3x3 s2 p1 g2 floor")]
    [InlineData("CONV 6 3x2 p1:2 d2 g2 nobias")]
    [InlineData("CONV 3 4x4 s3 crop")]
    [InlineData("CONV 3 4x4 s3 zeropad")]
    public void The_sums_are_the_layers_outputs_bit_for_bit(string layer)
    {
        var (net, image) = Make(layer);
        var output = net.Forward(image).Output;
        for (var d = 0; d < output.Shape.C; d++)
        {
            for (var y = 0; y < output.Shape.H; y++)
            {
                for (var x = 0; x < output.Shape.W; x++)
                    Assert.Equal(output[0, d, y, x], net.DotProduct("conv1", image, x, y, d).RunningSums(new(x, y, d))[^1]);
            }
        }
    }

    [Theory]
    [InlineData("CONV 4 3x3")]
    [InlineData("CONV 4 3x3 s2 p1 g2 floor")]
    [InlineData("CONV 6 3x2 p1:2 d2 g2 nobias")]
    [InlineData("CONV 3 4x4 s3 crop")]
    public void The_terms_of_a_gradient_sum_to_the_layers_gradient(string layer)
    {
        var (net, image) = Make(layer);
        var pass = new TrainingPass(net, 1, inputGradient: true);
        pass.Forward(image);
        var gradient = new SeededRandom(8).Uniform(pass.OutputGradient.Shape, -1, 1);
        gradient.Values.CopyTo(pass.OutputGradient.Edit());
        pass.Backward();
        var flow = new GradientFlow(net.DotProduct("conv1", image), gradient);
        var weights = net.Layer<Conv2d>("conv1").Weights;
        for (var i = 0; i < weights.Value.Values.Length; i++)
        {
            var s = weights.Shape;
            var terms = flow.OfWeight(i / (s.C * s.H * s.W), i / (s.H * s.W) % s.C, i % s.W, i / s.W % s.H);
            Assert.Equal(weights.Gradient.Values[i], terms.Sum(t => (double)t.Product), 1e-4);
        }

        for (var i = 0; i < image.Values.Length; i++)
        {
            var s = image.Shape;
            var (c, y, x) = (i / (s.H * s.W), i / s.W % s.H, i % s.W);
            var cropped = y >= s.H - flow.Forward.Height.Cropped || x >= s.W - flow.Forward.Width.Cropped;
            Assert.Equal(pass.InputGradient!.Values[i], cropped ? 0 : flow.OfInput(c, x, y).Sum(t => (double)t.Product), 1e-4);
        }
    }

    [Fact]
    public void The_players_numbers_give_the_outputs()
    {
        var dot = Samples.Demo();
        var data = DotProductData.Attributes(dot);
        var sums = Numbers(data, "sums");
        Assert.Equal(dot.Tour.Select(c => (double)dot.RunningSums(c)[^1]), Enumerable.Range(0, 18).Select(i => sums[3 * i + 2]!.Value));
        Assert.Equal([-1, -1, 7, 7], Numbers(data, "region").Select(n => (int)n!.Value));
        var input = Numbers(data, "input");
        Assert.Equal(3 * 7 * 7, input.Length);
        Assert.Equal(3 * 24, input.Count(v => v is null));
    }

    [Fact]
    public void A_deep_layer_stays_small()
    {
        var net = Network.Input(14, 14, 512).Conv(512, size: 3, pad: 1);
        var view = net.DotProduct("conv1", new SeededRandom(2).Uniform(new TensorShape(1, 512, 14, 14)), 5, 5, 100).ToView();
        Assert.InRange(view.Content(Mime.Html)!.Length, 10_000, 300_000);
        Assert.InRange(view.Text.Length, 200, 8_000);
        Assert.Contains("496 channels more", view.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_are_told()
    {
        var (net, image) = Make("CONV 4 3x3");
        Assert.StartsWith("DotProduct: cell x 9, y 0, d 0 came, and the output is [7x6x4]. Give x below 7, y below 6, d below 4.",
            Assert.Throws<ArgumentOutOfRangeException>(() => net.DotProduct("conv1", image, 9)).Message, StringComparison.Ordinal);
        Assert.StartsWith("DotProduct: image 1 came, and the minibatch has 1. Give 0 to 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => net.DotProduct("conv1", image, image: 1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Gradient: filter 4 came. Give 0 to 3.",
            Assert.Throws<ArgumentOutOfRangeException>(() => net.WeightGradient("conv1", image, 4, 0, 0, 0)).Message, StringComparison.Ordinal);
        Assert.Equal("Gradient: an output gradient of [1, 1, 1, 1] (N C H W) came; the layer's output is [1, 4, 6, 7] (N C H W). Give a tensor of those axes.",
            Assert.Throws<ShapeException>(() => net.InputGradient("conv1", image, 0, 0, 0, new Tensor(1, 1, 1, 1))).Message);
    }

    private static (Network Network, Tensor Image) Make(string layer)
    {
        var net = Network.Parse($"INPUT 9x8x4 -> {layer}", seed: 4);
        if (net.Layer<Conv2d>("conv1").Biases is { } biases)
            new SeededRandom(6).Uniform(biases.Shape).Values.CopyTo(biases.Value.Edit());
        return (net, new SeededRandom(5).Uniform(new TensorShape(1, 4, 8, 9), -1, 1));
    }

    private static double?[] Numbers(string data, string name) =>
        [.. Regex.Match(data, $"data-{name}=\"([^\"]*)\"").Groups[1].Value.Split(',')
            .Select(v => v.Length == 0 ? (double?)null : double.Parse(v, CultureInfo.InvariantCulture))];
}
