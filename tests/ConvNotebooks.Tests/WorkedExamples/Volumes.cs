namespace ConvNotebooks.Tests.WorkedExamples;

/// <summary>Rows 1 to 11 and 46 of the worked examples: volumes, connectivity, parameters, layer patterns.</summary>
public class Volumes
{
    [Fact]
    public void Row_1_a_fully_connected_neuron_on_32x32x3() =>
        Assert.Equal("32·32·3 = 3,072 weights", Network.Input(32, 32, 3).Dense(1).Stages[0].Counts.Weights.Derivation);

    [Fact]
    public void Row_2_a_fully_connected_neuron_on_200x200x3() =>
        Assert.Equal("200·200·3 = 120,000 weights", Network.Input(200, 200, 3).Dense(1).Stages[0].Counts.Weights.Derivation);

    [Fact]
    public void Row_3_the_CIFAR_network()
    {
        var net = Network.Input(32, 32, 3).Conv(12, size: 5, pad: 2).ReLU().MaxPool(2).Dense(10);
        Assert.Equal(["[32x32x12]", "[32x32x12]", "[16x16x12]", "[1x1x10]"], net.Stages.Select(s => s.Output.ToString()));
    }

    [Fact]
    public void Row_4_twelve_5x5x3_filters_give_twelve_maps()
    {
        var conv = new Conv2d(channels: 3, filters: 12, size: 5, pad: 2);
        Assert.Equal(new TensorShape(12, 3, 5, 5), conv.Weights.Shape);
        Assert.Equal(12, conv.Forward(new Tensor(1, 3, 32, 32)).Shape.C);
    }

    [Fact]
    public void Row_5_which_layers_have_parameters_and_hyperparameters()
    {
        var net = Network.Input(32, 32, 3).Conv(12, size: 5, pad: 2).ReLU().MaxPool(2).Dense(10);
        Assert.Equal([("CONV", true, true), ("RELU", false, false), ("POOL", false, true), ("FC", true, true)],
            net.Stages.Select(s => (s.Layer.Word, s.Layer.Parameters.Count > 0, s.Layer.Hyperparameters.Count > 0)));
    }

    [Fact]
    public void Row_6_a_5x5_filter_on_three_channels() =>
        Assert.Equal("5·5·3 = 75 weights + 1 bias", new Conv2d(channels: 3, filters: 1, size: 5).FilterDerivation);

    [Fact]
    public void Row_7_a_3x3_neuron_on_16x16x20() =>
        Assert.Equal("3·3·20 = 180 weights", new Conv2d(20, 1, 3).WeightsPerNeuron(new Shape(16, 16, 20)).Derivation);

    [Fact]
    public void Row_8_a_depth_column_sees_one_region_with_different_weights()
    {
        var conv = new Conv2d(channels: 3, filters: 5, size: 5);
        var image = new SeededRandom(8).Uniform(new TensorShape(1, 3, 32, 32));
        var column = conv.Forward(image).Volume().DepthColumn(7, 9);
        Assert.Equal(new Shape(1, 1, 5), column.Shape);
        var region = image.Volume()[7..12, 9..14, ..];
        for (var k = 0; k < 5; k++)
            Assert.Equal(region.Dot(conv.Weights.Value.Volume(k), start: conv.Biases!.Value[0, k, 0, 0]), column[0, 0, k]);
    }

    [Fact]
    public void Row_9_the_first_layer_of_Krizhevsky()
    {
        var stage = Network.Input(227, 227, 3).Conv(96, size: 11, stride: 4).Stages[0];
        Assert.Equal("(227 − 11 + 0)/4 + 1 = 55", stage.Formula);
        Assert.Equal("[55x55x96]", stage.Output.ToString());
        Assert.Equal(11, stage.Field.Width.Size);
    }

    [Fact]
    public void Row_10_without_parameter_sharing()
    {
        var stage = Network.Input(227, 227, 3).Local(96, size: 11, stride: 4).Stages[0];
        Assert.Equal("55·55·96 = 290,400 neurons", stage.Counts.Neurons.Derivation);
        Assert.Equal(363, stage.Layer.WeightsPerNeuron(stage.Input).Value);
        Assert.Equal(105_705_600, stage.Counts.Parameters.Value);
        Assert.Equal(290_400L * 364, stage.Counts.Parameters.Value);
    }

    [Fact]
    public void Row_11_with_parameter_sharing()
    {
        var shared = Network.Input(227, 227, 3).Conv(96, size: 11, stride: 4).Stages[0].Counts;
        Assert.Equal("96·(11·11·3) = 34,848 weights + 96 biases", shared.ParameterDerivation);
        Assert.Equal(34_944, shared.Parameters.Value);
        var local = Network.Input(227, 227, 3).Local(96, size: 11, stride: 4).Stages[0].Counts;
        Assert.Equal(55 * 55, local.Parameters.Value / (double)shared.Parameters.Value);
    }

    [Theory]
    [InlineData(0, 0, 0, false, "INPUT -> FC")]
    [InlineData(1, 1, 0, false, "INPUT -> CONV -> RELU -> FC")]
    [InlineData(1, 2, 1, true, "INPUT -> [CONV -> RELU -> POOL]*2 -> FC -> RELU -> FC")]
    [InlineData(2, 3, 2, true, "INPUT -> [[CONV -> RELU]*2 -> POOL]*3 -> [FC -> RELU]*2 -> FC")]
    public void Row_46_the_four_listed_networks_follow_the_pattern(int n, int m, int k, bool pool, string expected)
    {
        var pattern = NetworkPattern.Parse("INPUT -> [[CONV -> RELU]*N -> POOL?]*M -> [FC -> RELU]*K -> FC");
        Assert.Equal(expected, pattern.Bind("N", n).Bind("M", m).Bind("K", k).Keep(pool).ToString());
        Assert.Equal(expected, NetworkPattern.Parse(expected).ToString());
    }
}
