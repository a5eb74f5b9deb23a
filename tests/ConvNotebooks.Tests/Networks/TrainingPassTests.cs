namespace ConvNotebooks.Tests.Networks;

[Collection(ComputeSettings.Name)]
public class TrainingPassTests
{
    private const string Notation = "INPUT 17x16x3 -> CONV 8 3x3 p1 -> RELU -> POOL 2 crop -> CONV 8 3x3 p1 g8 -> LOCAL 4 3x3 "
        + "-> AVGPOOL 2 -> ADD( LEAKY 0.1 -> CONV 4 1x1 | ) -> LRN 3 a1 -> L2POOL 3 -> FLATTEN -> FC 5 -> SOFTMAX";

    [Fact]
    public void The_outputs_have_the_bits_of_inference()
    {
        var net = Network.Parse(Notation);
        var pass = new TrainingPass(net, images: 3);
        var images = new SeededRandom(4).Uniform(pass.InputShape);
        Assert.Equal(net.Predict(images).Hash(), pass.Forward(images).Hash());
        Assert.Equal(net.Forward(images)["pool1"].Hash(), pass.Activations["pool1"].Hash());
    }

    /// <summary>Five images of 64 tiles: parts of several lengths go through one set of buffers.</summary>
    [Fact]
    public void A_step_by_Winograd_allocates_nothing()
    {
        using var _ = ComputeSettings.Use(Compute.VectorBits, threads: 1);
        var net = Network.Parse("INPUT 32x32x3 -> [CONV 32 3x3 p1 -> RELU]*2 -> POOL 2 -> CONV 32 3x3 p1 nobias -> BN -> RELU -> FC 3").With(ConvAlgorithm.Winograd);
        var pass = new TrainingPass(net, images: 5);
        var images = new SeededRandom(4).Gaussian(pass.InputShape);
        Step();
        Step();
        Assert.Equal(0, Allocations.InSteadyState(Step));

        void Step()
        {
            pass.Forward(images);
            pass.OutputGradient.Edit().Fill(1);
            pass.Backward();
        }
    }

    /// <summary>On one thread: with several, a thread's scratch memory grows when it is first given the largest part of a job.</summary>
    [Theory]
    [InlineData(Notation)]
    [InlineData("INPUT 10x10x3 -> CONV 16 3x3 p1 -> RELU -> CONCAT( CONV 16 1x1 -> RELU | | POOL 3 s1 p1 -> CONV 5 1x1 ) "
        + "-> ADD( CONV 8 3x3 s2 p1 floor -> BN -> RELU | CONV 8 1x1 s2 floor -> BN ) -> RELU -> ADD( CONV 8 1x1 | ) -> FLATTEN -> FC 5")]
    public void A_step_allocates_nothing_and_the_next_one_has_the_same_bits(string notation)
    {
        using var _ = ComputeSettings.Use(Compute.VectorBits, threads: 1);
        var net = Network.Parse(notation.Replace("FLATTEN", "BN -> DROPOUT 0.5 -> GAP", StringComparison.Ordinal));
        var pass = new TrainingPass(net, images: 4, inputGradient: true);
        var images = new SeededRandom(4).Gaussian(pass.InputShape);
        int[] labels = [1, 4, 0, 2];
        var loss = new SoftmaxCrossEntropy();
        Step();
        var first = pass.Learned.Select(t => t.Gradient.Hash()).Append(pass.InputGradient!.Hash()).ToArray();
        Step();

        Assert.Equal(0, Allocations.InSteadyState(() => Step()));
        Assert.Equal<string>(first, [.. pass.Learned.Select(t => t.Gradient.Hash()), pass.InputGradient!.Hash()]);

        void Step()
        {
            pass.Forward(images);
            loss.Forward(pass.Output, labels, pass.OutputGradient);
            pass.Backward();
        }
    }

    [Fact]
    public void Weights_that_change_between_steps_are_seen()
    {
        var net = Network.Parse("INPUT 6x6x3 -> CONV 4 3x3 -> RELU -> CONV 3 1x1");
        var pass = new TrainingPass(net, images: 1);
        var image = new SeededRandom(4).Gaussian(pass.InputShape);
        Step();
        var before = pass.Gradient("conv1").Hash();
        foreach (ref var weight in net.Layer<Conv2d>("conv2").Weights.Value.Edit())
            weight *= 2;
        Step();
        Assert.Equal(net.Predict(image).Hash(), pass.Output.Hash());
        Assert.NotEqual(before, pass.Gradient("conv1").Hash());

        void Step()
        {
            pass.Forward(image);
            pass.OutputGradient.Edit().Fill(1);
            pass.Backward();
        }
    }

    [Fact]
    public void The_gradient_of_cropped_pixels_is_0()
    {
        var pass = new TrainingPass(Network.Parse("INPUT 5x6x1 -> CONV 1 2x2 s3 crop"), images: 1, inputGradient: true);
        pass.Forward(new SeededRandom(4).Gaussian(pass.InputShape));
        pass.OutputGradient.Edit().Fill(1);
        pass.InputGradient!.Edit().Fill(float.NaN);
        pass.Backward();
        Assert.Equal(0, pass.InputGradient[0, 0, 5, 0]);
        Assert.NotEqual(0, pass.InputGradient[0, 0, 0, 0]);
        Assert.DoesNotContain(float.NaN, pass.InputGradient.Values.ToArray());
    }

    [Fact]
    public void Learned_tensors_are_named_and_only_weights_decay() => Assert.Equal(
        [("conv1.weights", true), ("conv1.biases", false), ("fc1.weights", true)],
        Network.Input(4, 4, 1).Conv(2, 3).ReLU().Dense(2, bias: false).LearnedTensors().Select(t => (t.Name, t.Decays)));

    [Fact]
    public void Mistakes_are_explained()
    {
        Assert.Equal("TrainingPass: the network has no layers to train. Add one to it first.",
            Assert.Throws<ShapeException>(() => new TrainingPass(Network.Input(4, 4, 1), 1)).Message);
        var pass = new TrainingPass(Network.Input(4, 4, 1).Dense(2), 2);
        Assert.Equal("TrainingPass: a minibatch of [1, 1, 4, 4] (N C H W) came; the pass was made for [2, 1, 4, 4] (N C H W). "
            + "Make a pass with images: 1, or give images of [4x4x1].",
            Assert.Throws<ShapeException>(() => pass.Forward(new Tensor(1, 1, 4, 4))).Message);
        Assert.Equal("TrainingPass: the backward half needs what the forward half computes. Call Forward first.",
            Assert.Throws<InvalidOperationException>(pass.Backward).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => pass.Forward(new Tensor(2, 1, 4, 4), step: -1));
    }
}
