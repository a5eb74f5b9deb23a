namespace ConvNotebooks.Tests.Networks;

public class NetworkTests
{
    private static Network Cifar => Network.Input(32, 32, 3).Conv(12, size: 5, pad: 2).ReLU().MaxPool(2).Dense(10);

    [Fact]
    public void Each_call_leaves_the_network_before_it_as_it_was()
    {
        var conv = Network.Input(32, 32, 3).Conv(12, 5, pad: 2);
        var pooled = conv.ReLU().MaxPool(2);
        Assert.Single(conv.Stages);
        Assert.Equal(3, pooled.Stages.Count);
        Assert.Same(conv.Stages[0].Layer, pooled.Stages[0].Layer);
    }

    [Fact]
    public void Layers_get_names_by_kind() =>
        Assert.Equal(["conv1", "relu1", "conv2", "relu2", "pool1", "avgpool1", "l2pool1", "flatten1", "fc1", "softmax1"],
            Network.Input(32, 32, 3).Conv(2, 3).ReLU().Conv(2, 3).ReLU().MaxPool(2).AveragePool(2).L2Pool(7).Flatten().Dense(3)
                .Softmax().Stages.Select(s => s.Name));

    [Fact]
    public void A_name_is_taken_once() => Assert.StartsWith("Network: a layer is already named 'a'. Give this one another name.",
        Assert.Throws<ArgumentException>(() => Cifar.ReLU("a").ReLU("a")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_that_is_not_there_is_answered_with_those_that_are() => Assert.Equal(
        "Network: no layer is named 'conv9'. There are: conv1, relu1, pool1, fc1.",
        Assert.Throws<KeyNotFoundException>(() => Cifar["conv9"]).Message);

    [Fact]
    public void A_layer_of_another_type_is_named() => Assert.Equal(
        "Network: layer 'relu1' is a ReLU, not a Conv2d. Ask for Layer<ReLU>(\"relu1\").",
        Assert.Throws<InvalidCastException>(() => Cifar.Layer<Conv2d>("relu1")).Message);

    [Fact]
    public void Another_algorithm_keeps_the_parameters()
    {
        var net = Network.Input(16, 16, 16).Conv(16, size: 3, pad: 1).ReLU().Conv(8, size: 3, name: "last");
        var minibatch = new SeededRandom(3).Uniform(new TensorShape(1, net.InputShape), -1, 1);
        var reference = net.With(ConvAlgorithm.Reference);
        Assert.Equal(ConvAlgorithm.Auto, net.Layer<Conv2d>("last").Algorithm);
        Assert.Equal(ConvAlgorithm.Reference, reference.Layer<Conv2d>("last").Algorithm);
        Assert.Same(net.Layer<Conv2d>("last").Weights, reference.Layer<Conv2d>("last").Weights);
        Assert.Equal(net.Notation, reference.Notation);
        Assert.Equal(net.Predict(minibatch).Hash(), reference.Predict(minibatch).Hash());
        var winograd = net.With(ConvAlgorithm.Winograd).Predict(minibatch).Values;
        Assert.All(winograd.ToArray().Zip(net.Predict(minibatch).Values.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 1e-4f));
    }

    [Fact]
    public void Every_activation_is_found_by_name()
    {
        var net = Cifar;
        var pass = net.Forward(new SeededRandom(1).Uniform(new TensorShape(2, net.InputShape)));
        Assert.Equal(["conv1", "relu1", "pool1", "fc1"], pass.Names);
        Assert.Equal(new TensorShape(2, 12, 16, 16), pass["pool1"].Shape);
        Assert.Same(pass.Output, pass["fc1"]);
        Assert.All(pass["relu1"].Values.ToArray(), v => Assert.True(v >= 0));
        Assert.Equal(pass.Output.Hash(), net.Predict(pass.Input).Hash());
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_others()
    {
        var image = new SeededRandom(1).Uniform(new TensorShape(1, 3, 32, 32));
        Assert.Equal(Cifar.Predict(image).Hash(), Cifar.Predict(image).Hash());
        Assert.NotEqual(Cifar.Predict(image).Hash(), Network.Parse(Cifar.Notation, seed: 2).Predict(image).Hash());
        Assert.Equal(Cifar.Predict(image).Hash(), Network.Parse(Cifar.Notation).Predict(image).Hash());
    }

    /// <summary>
    /// Computed in Python with exact fractions rounded to float32 after each multiply-add, random numbers included
    /// (Philox, polar method, math.log, math.sqrt), without this library: any processor is held to these bits.
    /// </summary>
    [Fact]
    public void The_bits_are_those_of_exact_arithmetic_rounded_once_a_step() => Assert.Equal(
        "cb1fe9a201c85693f34af4c952b7e8ed0b5d254eb68959fce19b0eb92eac984d",
        Network.Parse("INPUT 8x8x3 -> CONV 4 3x3 p1 -> RELU -> POOL 2 -> FC 5")
            .Predict(new SeededRandom(1).Uniform(new TensorShape(1, 3, 8, 8))).Hash());

    [Fact]
    public void An_image_of_another_depth_is_explained() => Assert.Equal(
        "Network: input [1, 1, 32, 32] (N C H W) has 1 channels; the network begins with [32x32x3]. Give images of 3 channels, "
        + "or begin with Network.Input(32, 32, 1).",
        Assert.Throws<ShapeException>(() => Cifar.Predict(new Tensor(1, 1, 32, 32))).Message);

    [Fact]
    public void A_convolutional_network_slides_over_larger_images()
    {
        var net = Network.Input(7, 7, 2).Conv(4, 7).ReLU().Conv(3, 1);
        Assert.Equal(new Shape(1, 1, 3), net.OutputShape);
        Assert.Equal(new TensorShape(1, 3, 6, 6), net.Predict(new Tensor(1, 2, 12, 12)).Shape);
    }

    [Fact]
    public void Counting_a_large_network_makes_no_weights()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var total = Network.Input(224, 224, 3).Dense(100_000).Total;
        Assert.Equal(224L * 224 * 3 * 100_000 + 100_000, total.Parameters.Value);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void Totals_are_the_sums_of_the_layers()
    {
        var total = Cifar.Total;
        Assert.Equal(12 * 75 + 10 * 16 * 16 * 12, total.Weights.Value);
        Assert.Equal(22, total.Biases.Value);
        Assert.Equal(32 * 32 * 12 + 32 * 32 * 12 + 16 * 16 * 12 + 10, total.Neurons.Value);
        Assert.Equal(4 * total.Neurons.Value, total.ActivationBytes.Value);
        Assert.Equal(8 * total.Neurons.Value, total.TrainingBytes.Value);
        Assert.Equal(32 * 32 * 12 * 75 + 10 * 16 * 16 * 12, total.MultiplyAdds.Value);
    }

    [Fact]
    public void A_pass_into_an_earlier_one_gives_the_same_bits_and_allocates_nothing()
    {
        var net = Network.Parse("INPUT 16x16x3 -> CONV 8 3x3 p1 -> RELU -> POOL 2 -> CONV 8 3x3 p1 g8 -> LOCAL 4 3x3 "
            + "-> AVGPOOL 2 -> L2POOL 3 -> FLATTEN -> FC 5 -> SOFTMAX");
        var random = new SeededRandom(4);
        Tensor first = random.Uniform(new TensorShape(2, net.InputShape)), second = random.Uniform(first.Shape);
        var pass = net.Forward(first);
        var expected = net.Predict(second).Hash();

        net.Forward(second, pass);
        Assert.Equal(0, Allocations.InSteadyState(() => net.Forward(second, pass)));
        Assert.Equal(expected, pass.Output.Hash());
        Assert.Same(second, pass.Input);
    }

    [Fact]
    public void A_pass_of_another_network_or_minibatch_is_refused()
    {
        var (net, other) = (Cifar, Cifar.ReLU());
        var pass = net.Forward(new Tensor(2, 3, 32, 32));
        Assert.Throws<ShapeException>(() => other.Forward(new Tensor(2, 3, 32, 32), pass));
        Assert.EndsWith("Give a pass of this network on a minibatch of the same axes.",
            Assert.Throws<ShapeException>(() => net.Forward(new Tensor(1, 3, 32, 32), pass)).Message, StringComparison.Ordinal);
    }
}
