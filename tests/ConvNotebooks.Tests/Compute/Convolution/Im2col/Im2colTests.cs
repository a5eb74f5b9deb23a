namespace ConvNotebooks.Tests;

/// <summary>The matrices of CS231n's "Implementation as Matrix Multiplication".</summary>
public class Im2colTests
{
    /// <summary>Source: the notes' example, 227x227x3 under 96 filters of 11x11x3 at stride 4.</summary>
    [Fact]
    public void The_example_of_the_notes_has_the_sizes_that_they_print()
    {
        var layer = new Conv2d(3, 96, 11, stride: 4);
        layer.Biases!.Value.Edit().Fill(0.25f);
        var input = new SeededRandom(1, 1).Gaussian(new TensorShape(1, 3, 227, 227));
        var im2col = Im2col.Of(layer, input);
        Assert.Equal("W_row [96 x 363] · X_col [363 x 3025] = [96 x 3025] → [55x55x96]", im2col.ToString());
        Assert.Equal(new TensorShape(1, 1, 363, 3025), im2col.Columns.Shape);
        Assert.Equal(new TensorShape(1, 1, 96, 363), im2col.Rows.Shape);
        Assert.Equal(new TensorShape(1, 1, 96, 3025), im2col.Product.Shape);
        // 1,098,075 values for the 154,587 of the image.
        Assert.Equal(7.10, im2col.Growth, 2);
        Assert.Equal(layer.Forward(input).Hash(), im2col.Output.Hash());
        layer.Biases.Value.Edit().Clear();
        Assert.Equal(layer.Forward(input).Hash(), im2col.Product.Hash());
    }

    [Fact]
    public void A_column_is_a_receptive_field_channel_by_channel_with_zeros_for_padding()
    {
        var input = Tensor.Linspace(new TensorShape(1, 2, 3, 3), 1, 18);
        var columns = Im2col.Of(new Conv2d(2, 1, 2, stride: 2, pad: (1, 0)), input).Columns;
        Assert.Equal(new TensorShape(1, 1, 8, 4), columns.Shape);
        float[] Column(int i) => [.. Enumerable.Range(0, 8).Select(row => columns[0, 0, row, i])];
        Assert.Equal([0, 0, 0, 1, 0, 0, 0, 10], Column(0));
        Assert.Equal([0, 0, 2, 3, 0, 0, 11, 12], Column(1));
        Assert.Equal([0, 4, 0, 7, 0, 13, 0, 16], Column(2));
        Assert.Equal([5, 6, 8, 9, 14, 15, 17, 18], Column(3));
    }

    [Fact]
    public void An_image_and_a_group_are_chosen_and_cropped_pixels_left_out()
    {
        var layer = new Conv2d(4, 6, 3, stride: 2, groups: 2, fit: FitPolicy.Crop);
        layer.Biases!.Value = new SeededRandom(2, 1).Gaussian(layer.Biases.Shape);
        var input = new SeededRandom(2, 2).Gaussian(new TensorShape(3, 4, 8, 9));
        var whole = layer.Forward(input);
        for (var image = 0; image < 3; image++)
        {
            for (var group = 0; group < 2; group++)
            {
                var output = Im2col.Of(layer, input, image, group).Output;
                Assert.Equal(new TensorShape(1, 3, 3, 4), output.Shape);
                Bits.Same(whole.Values.Slice((image * 6 + group * 3) * 12, 36), output.Values, (image, group));
            }
        }
    }

    [Fact]
    public void Errors_say_what_there_is()
    {
        var (layer, input) = (new Conv2d(4, 6, 3, groups: 2), new Tensor(1, 4, 5, 5));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Im2col.Of(layer, input, image: 1));
        Assert.StartsWith("Im2col: image 1 came, and there is 1, counted from 0. Give a number below 1.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => Im2col.Of(layer, input, group: -1));
        Assert.StartsWith("Im2col: group -1 came, and there are 2, counted from 0. Give a number below 2.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => Im2col.Of(layer, new Tensor(1, 3, 5, 5)));
        Assert.Throws<FitException>(() => Im2col.Of(layer, new Tensor(1, 4, 2, 2)));
    }
}
