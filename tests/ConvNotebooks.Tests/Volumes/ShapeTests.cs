namespace ConvNotebooks.Tests.Volumes;

public class ShapeTests
{
    [Fact]
    public void Is_written_as_the_document_writes_it() => Assert.Equal("[32x16x3]", new Shape(32, 16, 3).ToString());

    [Fact]
    public void Counts_its_neurons_with_their_derivation() =>
        Assert.Equal("55·55·96 = 290,400 neurons", new Shape(55, 55, 96).Neurons.Derivation);

    [Theory]
    [InlineData(0, 32, 3, "width")]
    [InlineData(32, -1, 3, "height")]
    [InlineData(32, 32, 0, "depth")]
    public void Refuses_sides_below_one(int width, int height, int depth, string side)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(width, height, depth));
        Assert.Equal(side, error.ParamName);
        Assert.StartsWith($"Shape: {side} is ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"Give a {side} of at least 1.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_when_a_count_is_past_64_bits()
    {
        var huge = new Shape(int.MaxValue, int.MaxValue, int.MaxValue);
        var error = Assert.Throws<OverflowException>(() => huge.Neurons);
        Assert.Contains("more than a 64-bit count holds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_right_up_to_64_bits() =>
        Assert.Equal(4_611_686_014_132_420_609L, new Shape(int.MaxValue, int.MaxValue, 1).Neurons.Value);
}
