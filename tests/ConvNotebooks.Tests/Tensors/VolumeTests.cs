namespace ConvNotebooks.Tests.Tensors;

public class VolumeTests
{
    private readonly Tensor tensor = Tensor.Linspace(new TensorShape(2, 4, 5, 6), 0, 239);

    [Fact]
    public void Is_indexed_x_first_then_y_then_d()
    {
        var volume = tensor.Volume(1);
        Assert.Equal(new Shape(6, 5, 4), volume.Shape);
        Assert.Equal(tensor[1, 3, 2, 5], volume[5, 2, 3]);
    }

    [Fact]
    public void A_depth_slice_and_a_depth_column_are_views()
    {
        var volume = tensor.Volume();
        Assert.Equal(new Shape(6, 5, 1), volume.DepthSlice(2).Shape);
        Assert.Equal([1, 31, 61, 91], volume.DepthColumn(1, 0).Enumerate());

        volume.DepthColumn(1, 0)[0, 0, 3] = -7;
        Assert.Equal(-7, tensor[0, 3, 0, 1]);
    }

    [Fact]
    public void A_slice_of_a_slice_is_where_it_should_be() =>
        Assert.Equal(tensor[0, 2, 3, 4], tensor.Volume()[1..6, 2.., 1..][3, 1, 1]);

    [Fact]
    public void A_change_through_a_view_counts_as_a_change_of_the_tensor()
    {
        var before = tensor.Version;
        tensor.Volume()[0, 0, 0] = 1;
        Assert.NotEqual(before, tensor.Version);
    }

    [Fact]
    public void A_dot_product_adds_up_the_products()
    {
        var a = Tensor.FromSlices(new float[,] { { 1, 2 }, { 3, 4 } }).Volume();
        var b = Tensor.FromSlices(new float[,] { { 10, 20 }, { 30, 40 } }).Volume();
        Assert.Equal(301, a.Dot(b, start: 1));
        Assert.Equal(100, b.Sum());
    }

    [Fact]
    public void A_dot_product_needs_equal_shapes() => Assert.Equal(
        "Volume: a dot product of [6x5x4] and [6x5x1] needs equal shapes. Slice both to one size.",
        Assert.Throws<ShapeException>(() => tensor.Volume().Dot(tensor.Volume().DepthSlice(0))).Message);

    [Fact]
    public void A_range_outside_is_named() => Assert.StartsWith(
        "Volume: x range 4..9 is empty or outside [6x5x4]. Give a range of at least 1 within 6.",
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Volume()[4..9, .., ..]).Message, StringComparison.Ordinal);

    [Fact]
    public void An_index_outside_is_named() => Assert.Contains("[6, 0, 0] (x, y, d) is outside [6x5x4]",
        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.Volume()[6, 0, 0]).Message, StringComparison.Ordinal);
}
