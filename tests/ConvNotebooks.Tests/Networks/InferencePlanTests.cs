namespace ConvNotebooks.Tests.Networks;

[Collection(ComputeSettings.Name)]
public class InferencePlanTests
{
    [Theory]
    [InlineData("INPUT 9x7x3 -> RELU -> FC 3")]
    [InlineData("INPUT 32x32x3 -> [[CONV 20 3x3 p1 -> RELU]*2 -> POOL 2]*3 -> FC 10 -> SOFTMAX")]
    [InlineData("INPUT 15x11x3 -> CONV 33 3x5 s2x1 p1x2 floor -> AVGPOOL 3 s2 p1 floor -> RELU -> RELU -> CONV 7 1x1 -> L2POOL 2 zeropad")]
    [InlineData("INPUT 12x12x16 -> CONV 32 3x3 g16 -> RELU -> CONV 32 3x3 g2 -> CONV 5 2x2 crop s2 -> FC 4")]
    [InlineData("INPUT 12x12x5 -> CONV 18 3x3 p1 d2 -> LOCAL 3 3x3 -> RELU -> CONV 4 3x3 -> RELU -> FLATTEN -> FC 2")]
    [InlineData("INPUT 9x9x16 -> ADD( CONV 16 3x3 p1 | ) -> RELU -> [ADD( CONV 16 3x3 p1 -> RELU -> CONV 16 3x3 p1 | ) -> RELU]*2 -> POOL 3 -> GAP -> FC 3")]
    [InlineData("INPUT 9x9x3 -> CONV 20 3x3 p1 -> ADD( ADD( RELU -> CONV 20 3x3 p1 -> BN | ) -> RELU -> CONV 20 3x3 p1 | ) -> LEAKY 0.1 -> LRN 3")]
    [InlineData("INPUT 22x30x3 -> CONV 37 3x3 p1 -> POOL 2 -> CONV 64 3x5 p1x2 g1 -> RELU -> POOL 3 s2 crop -> CONV 18 1x1 -> RELU -> AVGPOOL 1")]
    [InlineData("INPUT 20x12x16 -> CONV 64 3x3 p1 -> RELU -> CONV 96 3x3 p1 g2 -> RELU -> POOL 2 -> CONV 5 3x3 p1 -> RELU -> POOL 2 -> FC 3")]
    [InlineData("INPUT 9x21x3 -> CONV 20 3x3 p1 -> BN -> RELU -> [ADD( CONV 20 3x3 p1 -> BN -> RELU -> CONV 20 3x3 p1 -> BN | ) -> BN -> RELU]*2 -> POOL 3 -> BN -> FC 3")]
    [InlineData("INPUT 13x9x3 -> CONV 16 3x3 p1 -> ADD subsample( BN -> RELU -> CONV 20 3x3 p1 -> BN | ) -> RELU -> ADD( CONV 20 3x3 p1 | ) -> RELU")]
    [InlineData("INPUT 13x9x3 -> CONV 16 3x3 p1 -> BN -> RELU -> ADD subsample( CONV 40 3x3 s2 p1 -> BN -> RELU -> CONV 40 3x3 p1 -> BN | ) -> RELU -> ADD( CONV 40 3x3 p1 | ) -> ADD( CONV 40 3x3 p1 | ) -> RELU -> GAP")]
    [InlineData("INPUT 13x9x3 -> CONV 20 3x3 p1 -> RELU -> ADD subsample( CONV 40 3x3 s2 p1 -> BN -> RELU -> CONV 40 3x3 p1 -> BN | ) -> RELU -> RELU")]
    [InlineData("INPUT 31x21x3 -> CONV 20 3x3 s2 p1 -> BN -> RELU -> CONV 20 3x3 p1 g20 -> BN -> RELU -> CONV 36 1x1 -> BN -> RELU -> CONV 36 5x3 s2x1 p2x3 d1x2 g36 floor -> RELU -> ADD( CONV 36 3x3 p1 g36 | ) -> CONV 4 1x1")]
    [InlineData("INPUT 9x7x20 -> CONV 20 3x3 p1 g20 -> RELU -> CONV 33 1x1 -> CONV 33 3x3 p1 g33 -> POOL 3 s2 crop -> CONV 66 3x3 p1 g33 -> BN")]
    [InlineData("INPUT 12x10x3 -> CONV 20 3x3 p1 -> BN -> RELU -> ADD( CONV 40 1x1 s2 floor -> BN -> RELU -> CONV 40 3x3 p1 -> BN | CONV 40 1x1 s2 floor -> BN ) -> RELU -> ADD( CONV 40 1x1 -> RELU | CONV 40 3x3 p1 | ) -> RELU -> GAP -> FC 4")]
    [InlineData("INPUT 12x10x3 -> CONV 32 3x3 p1 -> RELU -> POOL 2 -> [CONCAT( CONV 16 1x1 -> RELU | CONV 24 1x1 -> RELU -> CONV 32 3x3 p1 -> RELU | CONV 16 1x1 -> RELU -> CONV 16 5x5 p2 -> RELU | POOL 3 s1 p1 -> CONV 20 1x1 -> RELU )]*2 -> POOL 3 s2 floor -> FC 3")]
    [InlineData("INPUT 9x9x16 -> CONV 16 3x3 p1 -> CONCAT( | BN -> RELU -> CONV 16 3x3 p1 ) -> CONCAT( BN -> RELU -> CONV 16 3x3 p1 | ) -> RELU -> CONV 8 1x1")]
    [InlineData("INPUT 9x9x3 -> CONCAT( CONV 16 3x3 p1 -> CONCAT( CONV 16 3x3 p1 -> RELU | CONV 32 1x1 -> POOL 3 s1 p1 -> RELU ) | CONV 16 1x1 -> RELU -> RELU | CONV 16 1x1 -> BN | ) -> RELU -> CONV 16 3x3")]
    [InlineData("INPUT 9x9x16 -> CONCAT( CONV 16 3x3 p1 -> RELU | LRN 3 | CONV 5 1x1 ) -> CONV 8 3x3 p1 -> CONCAT( CONV 10 3x3 | CONV 16 3x3 ) -> CONV 16 1x1 -> POOL 2 floor -> CONCAT( LEAKY 0.1 | BN )")]
    [InlineData("INPUT 10x10x3 -> CONV 17 3x3 -> POOL 3 s2 crop -> AVGPOOL 2 withpad s1 p1 -> CONV 3 1x1 nobias")]
    public void A_plan_has_the_bits_of_the_layers_one_by_one(string notation)
    {
        var net = WithStatistics(Network.Parse(notation));
        var minibatch = new SeededRandom(6).Uniform(new TensorShape(3, net.InputShape), -1, 1);
        var expected = net.Predict(minibatch).Hash();
        var plan = new InferencePlan(net, images: 3);
        Assert.Equal(expected, plan.Run(minibatch).Hash());
        Assert.Equal(net.OutputShape, plan.Output.Shape.Volume);
        var image = new SeededRandom(7).Uniform(new TensorShape(1, net.InputShape), -1, 1);
        Assert.Equal(net.Predict(image).Hash(), new InferencePlan(net).Run(image).Hash());
        foreach (var width in new[] { 512, 256, 128, 0 })
        {
            using (ComputeSettings.Use(width, threads: 2))
                Assert.Equal(expected, plan.Run(minibatch).Hash());
        }
    }

    /// <summary>Lanes of absent channels may hold what an earlier run left: it must not reach a result.</summary>
    [Theory]
    [InlineData(ConvAlgorithm.Direct)]
    [InlineData(ConvAlgorithm.Winograd)]
    public void A_run_leaves_no_infinity_to_the_next(ConvAlgorithm algorithm)
    {
        var net = Network.Parse("INPUT 12x12x3 -> CONV 40 3x3 p1 -> CONV 48 3x3 p1 -> CONV 48 3x3 p1 -> CONV 40 3x3 p1 -> CONV 48 3x3 p1").With(algorithm);
        var image = new SeededRandom(10).Uniform(new TensorShape(1, net.InputShape), -1, 1);
        var infinite = image.Clone();
        infinite.Edit().Fill(float.PositiveInfinity);
        var expected = net.Predict(image).Hash();
        foreach (var width in new[] { 512, 256, 128, 0 })
        {
            using (ComputeSettings.Use(width, threads: 1))
            {
                var plan = new InferencePlan(net);
                plan.Run(infinite);
                Assert.Equal(expected, plan.Run(image).Hash());
            }
        }
    }

    [Theory]
    [InlineData("INPUT 16x16x3 -> [CONV 20 3x3 p1 -> BN -> RELU -> POOL 2]*2 -> FC 10 -> SOFTMAX")]
    [InlineData("INPUT 8x8x3 -> CONV 20 3x3 p1 -> BN -> RELU -> ADD( CONV 20 3x3 p1 g20 -> BN | ) -> RELU -> FC 10")]
    [InlineData("INPUT 8x8x16 -> CONCAT( CONV 16 1x1 -> RELU | LRN 3 | POOL 3 s1 p1 -> CONV 16 1x1 ) -> ADD( CONV 48 1x1 -> BN | CONV 48 3x3 p1 | ) -> FC 10")]
    public void A_run_allocates_nothing(string notation)
    {
        var net = Network.Parse(notation);
        var plan = new InferencePlan(net, images: 2);
        var minibatch = new Tensor(plan.InputShape);
        plan.Run(minibatch);
        Assert.Equal(0, Allocations.InSteadyState(() => plan.Run(minibatch)));
    }

    /// <summary>Normalisations as they are after training: other numbers in every channel.</summary>
    private static Network WithStatistics(Network net)
    {
        var random = new SeededRandom(9);
        foreach (var norm in net.Stages.Select(s => s.Layer).OfType<BatchNorm2d>())
        {
            foreach (var numbers in new[] { norm.Scale, norm.Shift, norm.RunningMean, norm.RunningVariance })
                random.Uniform(numbers.Value.Shape, 0.2f, 2).Values.CopyTo(numbers.Value.Edit());
        }

        return net;
    }

    /// <summary>Winograd's error grows with the number of channels; the bound is 1e-4 of the largest output.</summary>
    [Theory]
    [InlineData(ConvAlgorithm.Direct, 0)]
    [InlineData(ConvAlgorithm.Im2col, 0)]
    [InlineData(ConvAlgorithm.Reference, 0)]
    [InlineData(ConvAlgorithm.Winograd, 1e-4)]
    public void An_algorithm_is_chosen_for_a_whole_network(ConvAlgorithm algorithm, double tolerance)
    {
        var net = Network.Parse("INPUT 46x50x3 -> [CONV 32 3x3 p1 -> RELU]*3 -> POOL 2 -> FC 10");
        var other = net.With(algorithm);
        Assert.Same(net.Layer<Conv2d>("conv1").Weights, other.Layer<Conv2d>("conv1").Weights);
        var image = new SeededRandom(8).Uniform(new TensorShape(1, net.InputShape), -1, 1);
        var (expected, actual) = (net.Predict(image), other.Predict(image));
        Assert.Equal(actual.Hash(), new InferencePlan(other).Run(image).Hash());
        var largest = expected.Values.ToArray().Max(MathF.Abs);
        for (var i = 0; i < expected.Values.Length; i++)
            Assert.Equal(expected.Values[i], actual.Values[i], tolerance * largest);
        Assert.Equal(algorithm != ConvAlgorithm.Winograd, expected.Hash() == actual.Hash());
    }

    [Fact]
    public void Weights_that_change_are_seen()
    {
        var net = Network.Parse("INPUT 8x8x3 -> CONV 16 3x3 -> RELU -> FC 2");
        var plan = new InferencePlan(net);
        var image = new SeededRandom(7).Uniform(plan.InputShape);
        plan.Run(image);
        net.Layer<Conv2d>("conv1").Weights.Value.Edit()[5] = 3;
        Assert.Equal(net.Predict(image).Hash(), plan.Run(image).Hash());
    }

    [Fact]
    public void Statistics_that_change_are_seen()
    {
        var net = Network.Parse("INPUT 8x8x3 -> CONV 16 3x3 -> BN -> RELU -> FC 2");
        var plan = new InferencePlan(net);
        var image = new SeededRandom(7).Uniform(plan.InputShape);
        plan.Run(image);
        net.Layer<BatchNorm2d>("bn1").RunningVariance.Value.Edit()[5] = 3;
        Assert.Equal(net.Predict(image).Hash(), plan.Run(image).Hash());
    }

    [Fact]
    public void A_network_without_layers_is_refused() => Assert.Equal(
        "InferencePlan: the network has no layers to run. Add one to it first.",
        Assert.Throws<ShapeException>(() => new InferencePlan(Network.Input(8, 8, 3))).Message);

    [Fact]
    public void A_minibatch_of_another_size_is_refused() => Assert.Equal(
        "InferencePlan: a minibatch of [2, 3, 8, 8] (N C H W) came; the plan was made for [1, 3, 8, 8] (N C H W). "
        + "Make a plan with images: 2, or give images of [8x8x3].",
        Assert.Throws<ShapeException>(() => new InferencePlan(Network.Input(8, 8, 3).ReLU()).Run(new Tensor(2, 3, 8, 8))).Message);
}
