namespace ConvNotebooks.Interactive.Tests;

public sealed class AttributionTests
{
    private static readonly Network Net = Network.Parse("INPUT 8x8x2 -> CONV 4 3x3 p1 -> BN -> RELU -> ADD( CONV 4 3x3 p1 | ) -> DROPOUT 0.5 -> POOL 2 -> FC 3", seed: 11);
    private static readonly Tensor Image = new SeededRandom(12).Uniform(new TensorShape(1, 2, 8, 8), -1, 1);

    /// <summary>Central differences of the score in inference, running statistics that are not the initial ones, dropout passing everything.</summary>
    [Fact]
    public void The_gradient_of_a_score_is_that_of_inference()
    {
        var norm = Net.Layer<BatchNorm2d>("bn1");
        new SeededRandom(1).Uniform(norm.RunningVariance.Shape, 0.5f, 2).Values.CopyTo(norm.RunningVariance.Value.Edit());
        new SeededRandom(2).Uniform(norm.RunningMean.Shape, -0.2f, 0.2f).Values.CopyTo(norm.RunningMean.Value.Edit());
        var gradient = NetworkGradients.Of(Net, Image, 1);
        Assert.Equal(Net.Predict(Image).Values.ToArray(), gradient.Activations.Output.Values.ToArray());
        const float step = 1e-2f;
        var close = 0;
        for (var i = 0; i < Image.Values.Length; i++)
        {
            var (more, less) = (Image.Clone(), Image.Clone());
            more.Edit()[i] += step;
            less.Edit()[i] -= step;
            var expected = (Net.Predict(more)[0, 1, 0, 0] - Net.Predict(less)[0, 1, 0, 0]) / (2 * step);
            close += Math.Abs(expected - gradient.Input.Values[i]) < 1e-2 + 2e-2 * Math.Abs(expected) ? 1 : 0;
        }

        // A kink of ReLU or pooling between the two images is the exception.
        Assert.InRange(close, (int)(0.85 * Image.Values.Length), Image.Values.Length);
    }

    [Fact]
    public void Saliency_is_the_largest_size_over_the_channels()
    {
        var net = Network.Input(2, 1, 2).Dense(1);
        new float[] { 1, -3, 2, 0.5f }.CopyTo(net.Layer<Dense>("fc1").Weights.Value.Edit());
        Assert.Equal([2f, 3f], Attribution.Saliency(net, new Tensor(1, 2, 1, 2), 0).Values.ToArray());
    }

    [Fact]
    public void Occlusion_is_how_far_the_score_falls()
    {
        var net = Network.Input(3, 3, 1).Dense(1, bias: false);
        net.Layer<Dense>("fc1").Weights.Value.Edit().Fill(1);
        var image = Tensor.FromSlices(new float[,] { { 1, 2, 0 }, { 0, 4, 0 }, { 0, 0, 8 } });
        Assert.Equal([7f, 6f, 4f, 12f], Attribution.Occlusion(net, image, 0, size: 2, cover: 0).Values.ToArray());
        Assert.Equal(9, Attribution.Occlusion(net, image, 0, size: 1).Values.Length);
    }

    [Fact]
    public void Mistakes_are_told()
    {
        Assert.StartsWith("NetworkGradients: score 3 came, and the network ends with [1x1x3]. Give 0 to 2.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Net.SaliencyMap(Image, 3)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Occlusion: a patch of 9 at stride 1 came. Give a size from 1 to 8 and a stride of at least 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Net.OcclusionMap(Image, 0, 9)).Message, StringComparison.Ordinal);
        Assert.Equal("Attribution: [2, 2, 8, 8] (N C H W) came, 2 images. Give one.",
            Assert.Throws<ShapeException>(() => Net.SaliencyMap(new Tensor(2, 2, 8, 8), 0)).Message);
        Assert.Equal("Top: the output is [1, 3, 1, 1] (N C H W), and 2 classes came. Give one name for each of the scores of a depth column.",
            Assert.Throws<ShapeException>(() => Net.Forward(Image).Top(["a", "b"])).Message);
    }
}
