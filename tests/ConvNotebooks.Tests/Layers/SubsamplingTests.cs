namespace ConvNotebooks.Tests.Layers;

/// <summary>The parameter-free shortcut of He et al. (2016), section 3.3, option A.</summary>
public class SubsamplingTests
{
    [Fact]
    public void Every_second_pixel_is_added_and_nothing_to_new_slices()
    {
        var skipped = Tensor.Linspace(new TensorShape(1, 1, 3, 4), 1, 12);
        var input = new Tensor(1, 2, 2, 2);
        input.Edit().Fill(100);
        Assert.Equal([101, 103, 109, 111, 100, 100, 100, 100], new Add([input.Shape.Volume, skipped.Shape.Volume], subsample: true).Forward([input, skipped]).Values.ToArray());
    }

    [Theory]
    [InlineData("INPUT 8x8x4 -> RELU -> ADD subsample( CONV 6 3x3 s2 p1 floor -> RELU -> CONV 6 3x3 p1 | ) -> RELU -> FC 3")]
    [InlineData("INPUT 7x9x3 -> ADD subsample( CONV 5 3x3 s3 p1 floor | )")]
    [InlineData("INPUT 9x8x16 -> CONV 16 3x3 p1 -> RELU -> ADD subsample( CONV 32 3x3 s2 p1 floor -> BN -> RELU -> CONV 32 3x3 p1 | ) -> RELU -> CONV 8 1x1")]
    public void A_plan_has_the_bits_of_the_layers_one_by_one(string notation)
    {
        var net = Network.Parse(notation);
        Assert.Equal(notation, net.Notation);
        var images = new SeededRandom(4).Gaussian(new TensorShape(2, net.InputShape));
        var whole = net.Forward(images);
        Assert.Equal(whole.Output.Hash(), new InferencePlan(net, 2).Run(images).Hash());
        var again = net.Forward(images);
        net.Forward(images, again);
        Assert.Equal(whole.Output.Hash(), again.Output.Hash());
    }

    [Fact]
    public void A_volume_that_cannot_be_reached_is_refused()
    {
        var error = Assert.Throws<ShapeException>(() => Network.Input(8, 8, 4).Add(b => b.Conv(4, 3), b => b));
        Assert.Equal("Add: branch 1 gives [6x6x4], branch 2 gives [8x8x4]; a sum needs one volume from all. Use filters that keep the volume "
            + "(3x3 with padding 1 and stride 1); where they make it smaller and deeper, put a 1x1 convolution of their stride and number of filters "
            + "into the other branch, or let the sum subsample: in C# subsample: true, in the notation ADD subsample( ... ).", error.Message);
        error = Assert.Throws<ShapeException>(() => Network.Input(8, 8, 4).Add([b => b.Conv(4, 3), b => b], subsample: true));
        Assert.Equal("Add: branch 1 gives [6x6x4], branch 2 gives [8x8x4]; a sum needs one volume from all. "
            + "A volume is subsampled to one of a whole fraction of its width and height, and at least its depth.", error.Message);
        Assert.Throws<ShapeException>(() => Network.Input(8, 8, 4).Add([b => b.Conv(3, 2, stride: 2), b => b], subsample: true));
    }
}
