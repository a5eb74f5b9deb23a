namespace ConvNotebooks.Tests.Volumes;

public class ReceptiveFieldTests
{
    [Fact]
    public void Three_3x3_see_3_5_and_7_pixels()
    {
        var net = Network.Input(32, 32, 3).Conv(8, 3, pad: 1).Conv(8, 3, pad: 1).Conv(8, 3, pad: 1);
        Assert.Equal([3, 5, 7], net.Stages.Select(s => s.Field.Width.Size));
        Assert.Equal([-1, -2, -3], net.Stages.Select(s => s.Field.Width.Start));
    }

    [Fact]
    public void AlexNet_pool5_sees_195_and_VGG16_pool5_212_pixels()
    {
        var alexnet = Network.Parse("INPUT 227x227x3 -> CONV 96 11x11 s4 -> POOL 3 s2 -> CONV 256 5x5 p2 -> POOL 3 s2 "
            + "-> [CONV 384 3x3 p1]*2 -> CONV 256 3x3 p1 -> POOL 3 s2");
        Assert.Equal(195, alexnet.Stages[^1].Field.Width.Size);

        var vgg = Network.Parse("INPUT 224x224x3 -> [CONV 64 3x3 p1]*2 -> POOL 2 -> [CONV 128 3x3 p1]*2 -> POOL 2 "
            + "-> [CONV 256 3x3 p1]*3 -> POOL 2 -> [[CONV 512 3x3 p1]*3 -> POOL 2]*2");
        Assert.Equal(212, vgg.Stages[^1].Field.Width.Size);
        Assert.Equal(404, vgg.Conv(4096, 7).Stages[^1].Field.Width.Size);
    }

    /// <summary>Jump and start are checked by moving one pixel and seeing which neurons change.</summary>
    [Fact]
    public void The_field_is_where_a_pixel_reaches()
    {
        var net = Network.Input(20, 20, 1).Conv(1, 3, stride: 2, pad: 1, fit: FitPolicy.Floor).Conv(1, 3, dilation: 2);
        foreach (var stage in net.Stages)
            stage.Layer.Parameters[0].Value.Edit().Fill(1);
        var blank = net.Predict(new Tensor(1, 1, 20, 20));
        var field = net.Stages[^1].Field.Width;
        for (var pixel = 0; pixel < 20; pixel++)
        {
            var image = new Tensor(1, 1, 20, 20);
            for (var y = 0; y < 20; y++)
                image[0, 0, y, pixel] = 1;
            var output = net.Predict(image);
            for (var x = 0; x < output.Shape.W; x++)
            {
                var start = field.Start + x * field.Jump;
                var reached = output[0, 0, 2, x] != blank[0, 0, 2, x];
                Assert.True(!reached || (pixel >= start && pixel < start + field.Size), $"pixel {pixel} reached neuron {x}");
                if (pixel == start || pixel == start + field.Size - 1)
                    Assert.True(reached, $"pixel {pixel} is an end of neuron {x}'s field");
            }
        }
    }
}
