namespace ConvNotebooks.Tests.WorkedExamples;

/// <summary>Rows 14, 15, 42 to 45 and 47 to 52 of the worked examples: figures, conversions, architectures and their counts.</summary>
public class Architectures
{
    private const string Body = "[CONV 64 3x3 p1 -> RELU]*2 -> POOL 2 -> [CONV 128 3x3 p1 -> RELU]*2 -> POOL 2 -> [CONV 256 3x3 p1 -> RELU]*3 -> POOL 2 "
        + "-> [[CONV 512 3x3 p1 -> RELU]*3 -> POOL 2]*2";

    private static Network Vgg => Network.Parse($"INPUT 224x224x3 -> {Body} -> [FC 4096 -> RELU]*2 -> FC 1000");

    [Fact]
    public void Row_14_96_filters_of_11x11x3() =>
        Assert.Equal(new TensorShape(96, 3, 11, 11), new Conv2d(3, 96, 11, 4).Weights.Shape);

    [Fact]
    public void Row_15_the_figure_of_activations()
    {
        var net = Network.Parse("INPUT 32x32x3 -> [[CONV 10 3x3 p1 -> RELU]*2 -> POOL 2]*3 -> FC 10");
        Assert.Equal((16, 6440), (net.Stages.Count, net.Total.Parameters.Value));
    }

    [Fact]
    public void Row_42_a_convolution_as_a_mostly_zero_matrix_of_equal_blocks()
    {
        var matrix = new Conv2d(1, 2, 3).ToDense(new Shape(6, 6, 1)).Weights.Value.Values.ToArray();
        Assert.Equal((1152, 288, 18), (matrix.Length, matrix.Count(w => w != 0), matrix.Where(w => w != 0).Distinct().Count()));
    }

    [Fact]
    public void Row_43_the_head_of_VGG_16_as_convolutions()
    {
        var net = Vgg.ToConvolutional();
        Assert.Equal(["CONV 4096 7x7", "CONV 4096 1x1", "CONV 1000 1x1"], net.Stages.Where(s => s.Name.StartsWith("fc", StringComparison.Ordinal)).Select(s => s.Layer.Notation));
        Assert.Equal(Vgg.Total.Parameters.Value, net.Total.Parameters.Value);
    }

    [Fact]
    public void Row_44_VGG_16_slides_over_384_pixels_in_6x6_places() => Assert.Equal("[6x6x1000]",
        Network.Parse($"INPUT 384x384x3 -> {Body} -> CONV 4096 7x7 -> RELU -> CONV 4096 1x1 -> RELU -> CONV 1000 1x1").OutputShape.ToString());

    /// <summary>Places at stride 16 along an axis of 384 pixels: 11; a pass fills those of one shift, every 32 pixels.</summary>
    [Fact]
    public void Row_45_two_passes_fill_61_of_121_places_and_four_fill_all()
    {
        int Places(int shift) => new Window(224, 32).Fit(384 - 2 * shift).Output;
        var (straight, shifted) = (Places(0), Places(16));
        Assert.Equal(11, new Window(224, 16).Fit(384).Output);
        Assert.Equal(61, straight * straight + shifted * shifted);
        Assert.Equal(121, (straight + shifted) * (straight + shifted));
    }

    [Fact]
    public void Rows_47_and_48_stacks_of_small_filters()
    {
        var input = Network.Input(32, 32, 64);
        Assert.Equal(49 * 64 * 64, input.Conv(64, 7, pad: 3).Total.Weights.Value);
        Assert.Equal(27 * 64 * 64, input.Conv(64, 3, pad: 1).Conv(64, 3, pad: 1).Conv(64, 3, pad: 1).Total.Weights.Value);
        var three = Network.Parse("INPUT 224x224x3 -> [CONV 64 3x3 p1]*3").Total;
        Assert.Equal((9_633_792, 77_070_336), (three.Neurons.Value, three.TrainingBytes.Value));
    }

    [Fact]
    public void Row_50_VGG_16()
    {
        var layers = Vgg.Stages.Where(s => s.Layer is not ReLU).ToList();
        Assert.Equal([1_728, 36_864, 73_728, 147_456, 294_912, 589_824, 589_824, 1_179_648, 2_359_296, 2_359_296, 2_359_296, 2_359_296, 2_359_296,
            102_760_448, 16_777_216, 4_096_000], layers.Where(s => s.Counts.Weights > 0).Select(s => s.Counts.Weights.Value));
        Assert.Equal((138_344_128, 13_416, 138_357_544), (Vgg.Total.Weights.Value, Vgg.Total.Biases.Value, Vgg.Total.Parameters.Value));
        Assert.Equal(15_470_264_320, Vgg.Total.MultiplyAdds.Value);
        Assert.Equal(15_237_608, Vgg.InputShape.Neurons + layers.Sum(s => s.Counts.Neurons.Value));
    }

    [Theory]
    [InlineData("INPUT 32x32x1 -> CONV 6 5x5 -> RELU -> POOL 2 -> CONV 16 5x5 -> RELU -> POOL 2 -> FC 120 -> RELU -> FC 84 -> RELU -> FC 10", 61_706)]
    [InlineData("INPUT 227x227x3 -> CONV 96 11x11 s4 -> RELU -> LRN 5 -> POOL 3 s2 -> CONV 256 5x5 p2 g2 -> RELU -> LRN 5 -> POOL 3 s2 "
        + "-> CONV 384 3x3 p1 -> RELU -> CONV 384 3x3 p1 g2 -> RELU -> CONV 256 3x3 p1 g2 -> RELU -> POOL 3 s2 -> [FC 4096 -> RELU]*2 -> FC 1000", 60_965_224)]
    [InlineData("INPUT 224x224x3 -> CONV 96 7x7 s2 p1 floor -> RELU -> POOL 3 s2 zeropad -> CONV 256 5x5 s2 -> RELU -> POOL 3 s2 zeropad "
        + "-> [CONV 384 3x3 p1 -> RELU]*2 -> CONV 256 3x3 p1 -> RELU -> POOL 3 s2 -> [FC 4096 -> RELU]*2 -> FC 1000", 62_357_608)]
    public void Rows_49_and_51_LeNet_AlexNet_and_ZFNet(string notation, long parameters) =>
        Assert.Equal(parameters, Network.Parse(notation).Total.Parameters.Value);

    [Fact]
    public void Row_52_values_take_4_bytes_forward_and_8_in_training()
    {
        var total = Vgg.Total;
        Assert.Equal((4 * total.Neurons.Value, 8 * total.Neurons.Value), (total.ActivationBytes.Value, total.TrainingBytes.Value));
    }
}
