namespace ConvNotebooks.Tests.Layers;

public class AddTests
{
    [Fact]
    public void A_residual_connection_is_a_sum_with_an_empty_branch()
    {
        var net = Network.Input(4, 4, 2).Conv(2, 3, pad: 1).ReLU().Add(b => b.Conv(2, 3, pad: 1).BatchNorm(), b => b);
        Assert.Equal("INPUT 4x4x2 -> CONV 2 3x3 p1 -> RELU -> ADD( CONV 2 3x3 p1 -> BN | )", net.Notation);
        Assert.Equal([4, 2], net["add1"].From);
        var pass = net.Forward(new SeededRandom(3).Gaussian(new TensorShape(2, net.InputShape)));
        Assert.Equal(pass["relu1"].Values.ToArray().Zip(pass["bn1"].Values.ToArray(), (a, b) => b + a), pass["add1"].Values.ToArray());
        Assert.Equal(pass.Output.Hash(), net.Predict(pass.Input).Hash());
        var again = net.Forward(pass.Input);
        net.Forward(pass.Input, again);
        Assert.Equal(pass.Output.Hash(), again.Output.Hash());
    }

    [Fact]
    public void Three_branches_are_added_in_order()
    {
        Tensor[] volumes = [Tensor.Linspace(new TensorShape(1, 1, 1, 3), 1, 3), Tensor.Linspace(new TensorShape(1, 1, 1, 3), 1e8f, 3e8f), Tensor.Linspace(new TensorShape(1, 1, 1, 3), -1e8f, -3e8f)];
        var sum = new Add([.. volumes.Select(v => v.Shape.Volume)]).Forward(volumes);
        Assert.Equal([0, 0, 0], sum.Values.ToArray());
    }

    [Fact]
    public void Mistakes_are_explained()
    {
        var one = new Tensor(1, 2, 3, 3);
        var add = new Add([one.Shape.Volume, one.Shape.Volume]);
        Assert.Equal("Add: one volume came, and this layer joins 2. Run it in its network, or call Forward with a list of volumes.",
            Assert.Throws<InvalidOperationException>(() => add.Forward(one)).Message);
        Assert.Equal("Add: branch 1 gives [1, 2, 3, 3] (N C H W), branch 2 gives [1, 2, 3, 4] (N C H W); the layer was built for [3x3x2], [3x3x2]. "
            + "Give one minibatch from each branch.", Assert.Throws<ShapeException>(() => add.Forward([one, new Tensor(1, 2, 3, 4)])).Message);
    }
}
