namespace ConvNotebooks.Tests.Layers;

public class ConcatTests
{
    [Fact]
    public void Branches_lie_behind_one_another()
    {
        var net = Network.Input(3, 2, 2).Concat(b => b.Conv(1, 1), b => b, b => b.MaxPool(3, stride: 1, pad: 1).Conv(3, 1));
        Assert.Equal("INPUT 3x2x2 -> CONCAT( CONV 1 1x1 | | POOL 3 s1 p1 -> CONV 3 1x1 )", net.Notation);
        Assert.Equal(new Shape(3, 2, 6), net.OutputShape);
        Assert.Equal("1 + 2 + 3 = 6 deep", net["concat1"].Formula);
        Assert.Equal(["1", "3", "3", ""], net.Stages.Select(s => s.Branch));
        var pass = net.Forward(new SeededRandom(3).Gaussian(new TensorShape(2, net.InputShape)));
        for (var n = 0; n < 2; n++)
        {
            Assert.Equal([.. Image(pass["conv1"], n), .. Image(pass.Input, n), .. Image(pass["conv2"], n)], Image(pass.Output, n));
        }

        static float[] Image(Tensor tensor, int n)
        {
            var length = tensor.Shape.C * tensor.Shape.H * tensor.Shape.W;
            return tensor.Values.Slice(n * length, length).ToArray();
        }
    }

    [Fact]
    public void Mistakes_are_explained()
    {
        Assert.Equal("Concat: branch 1 gives [28x28x64], branch 2 gives [26x26x128]; branches are joined along the depth, so their widths and heights "
            + "must be the same. Pad each filter and pooling so that it keeps them (padding 1 for 3x3, 2 for 5x5), and give every branch the same stride.",
            Assert.Throws<ShapeException>(() => Network.Input(28, 28, 192).Concat(b => b.Conv(64, 1), b => b.Conv(128, 3))).Message);
        var net = Network.Input(8, 8, 3);
        Assert.Equal("Concat: 1 of at least 2 branches came. Give an empty one for the volume itself: in C# b => b, in the notation ( ... | ). (Parameter 'branches')",
            Assert.Throws<ArgumentException>(() => net.Concat(b => b.ReLU())).Message);
        Assert.Equal("Concat: all 2 branches are empty. Give at least one of them a layer. (Parameter 'branches')",
            Assert.Throws<ArgumentException>(() => net.Concat(b => b, b => b)).Message);
        Assert.Equal("Add: branch 2 gave back another network than its own. Add layers to what comes in: b => b.Conv(64, 1). (Parameter 'branches')",
            Assert.Throws<ArgumentException>(() => net.Add(b => b.ReLU(), b => net.ReLU())).Message);
        Assert.Throws<ArgumentException>(() => net.Concat(b => b.ReLU(), b => b.ReLU(name: "relu1")));
        var concat = new Concat([new(2, 2, 1), new(2, 2, 3)]);
        Assert.Equal("Concat: branch 1 gives [1, 1, 2, 2] (N C H W), branch 2 gives [1, 2, 2, 2] (N C H W); the layer was built for [2x2x1], [2x2x3]. "
            + "Give one minibatch from each branch, all of one width and height.",
            Assert.Throws<ShapeException>(() => concat.Forward([new Tensor(1, 1, 2, 2), new Tensor(1, 2, 2, 2)])).Message);
    }
}
