namespace ConvNotebooks.Tests.Layers;

public class AddTests
{
    [Fact]
    public void A_connection_is_named_or_counted()
    {
        var block = Network.Input(4, 4, 2).Conv(2, 3, pad: 1).ReLU().Conv(2, 3, pad: 1).BatchNorm();
        Assert.Equal("INPUT 4x4x2 -> CONV 2 3x3 p1 -> RELU -> CONV 2 3x3 p1 -> BN -> ADD 2", block.Add("relu1").Notation);
        Assert.Equal("INPUT 4x4x2 -> CONV 2 3x3 p1 -> RELU -> CONV 2 3x3 p1 -> BN -> ADD 4", block.Add(around: 4).Notation);
    }

    [Fact]
    public void The_sum_is_the_earlier_output_plus_the_last_one()
    {
        var net = Network.Input(4, 4, 2).Conv(2, 3, pad: 1).ReLU().Conv(2, 3, pad: 1).Add("relu1");
        var pass = net.Forward(new SeededRandom(3).Gaussian(new TensorShape(2, net.InputShape)));
        Assert.Equal(pass["relu1"].Values.ToArray().Zip(pass["conv2"].Values.ToArray(), (a, b) => b + a), pass["add1"].Values.ToArray());
        Assert.Equal(pass.Output.Hash(), net.Predict(pass.Input).Hash());
        var again = net.Forward(pass.Input);
        net.Forward(pass.Input, again);
        Assert.Equal(pass.Output.Hash(), again.Output.Hash());
    }

    [Fact]
    public void Mistakes_are_explained()
    {
        var one = new Tensor(1, 2, 3, 3);
        Assert.Equal("Add: one volume came, and this layer adds two. Run it in its network, or call Sum(input, skipped).",
            Assert.Throws<InvalidOperationException>(() => new Add(1).Forward(one)).Message);
        Assert.Equal("Add: [1, 2, 3, 4] (N C H W) came to be added to [1, 2, 3, 3] (N C H W), into [1, 2, 3, 3] (N C H W). Give tensors of one shape.",
            Assert.Throws<ShapeException>(() => new Add(1).Sum(one, new Tensor(1, 2, 3, 4))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Network.Input(4, 4, 2).ReLU().Add("relu1"));
        Assert.Throws<KeyNotFoundException>(() => Network.Input(4, 4, 2).ReLU().Add("conv1"));
    }
}
