using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive.Tests;

public sealed class PicturesTests
{
    [Fact]
    public void An_image_is_enlarged_by_whole_pixels()
    {
        var picture = Tensor.FromSlices(new float[,] { { 1, 0 } }, new float[,] { { 0, 0.5f } }, new float[,] { { 0, 1 } }).ToImage();
        var pixels = new Pixels(picture.Png);
        Assert.Equal((256, 128), (pixels.Width, pixels.Height));
        Assert.Equal(0xFF0000, pixels[127, 127]);
        Assert.Equal(0x0080FF, pixels[128, 0]);
        Assert.Equal("Image 2x1, colour, shown at 128x; black is 0, white 1", picture.Text);
    }

    [Fact]
    public void A_grey_image_may_have_another_range_and_says_what_lies_outside()
    {
        var picture = Tensor.FromSlices(new float[,] { { -1, 0, 1, 3 } }).ToImage(from: -1, to: 1);
        var pixels = new Pixels(picture.Png);
        Assert.Equal([0x000000, 0x808080, 0xFFFFFF, 0xFFFFFF], new[] { 0, 64, 128, 192 }.Select(x => pixels[x, 0]));
        Assert.EndsWith("black is -1, white 1; 1 of 4 values lie outside", picture.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_image_is_shown_by_the_means_of_squares()
    {
        var tensor = new Tensor(1, 1, 1024, 1024);
        for (var i = 0; i < 1024; i++)
            tensor[0, 0, 0, i] = 1;
        var picture = tensor.ToImage();
        var pixels = new Pixels(picture.Png);
        Assert.Equal((512, 512), (pixels.Width, pixels.Height));
        Assert.Equal(0x808080, pixels[5, 0]);
        Assert.Equal(0x000000, pixels[5, 1]);
        Assert.Contains("shown at 1/2", picture.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Maps_say_how_many_were_left_out()
    {
        var picture = Tensor.Linspace(new TensorShape(2, 200, 4, 4), 0, 1).ToMaps("conv1", image: 1);
        Assert.StartsWith("conv1: 96 of 200 maps of 4x4, image 1 of 2; values 0.5001 … ", picture.Text, StringComparison.Ordinal);
        var pixels = new Pixels(picture.Png);
        Assert.InRange(pixels.Width, 200, 1000);
        Assert.InRange(picture.Png.Length, 500, 40_000);
    }

    [Fact]
    public void A_maps_pixels_have_the_colours_of_its_values()
    {
        var network = Network.Input(2, 2, 1).ReLU();
        var picture = network.Forward(Tensor.FromSlices(new float[,] { { -1, 1 }, { 2, 3 } })).Maps("relu1");
        var scale = ColorScale.Sequential(0, 3);
        var pixels = new Pixels(picture.Png);
        var side = 240 * 240;
        foreach (var value in (double[])[1, 2])
            Assert.Equal(side, pixels.Count(scale[value]));
        Assert.Equal("relu1: 1 map of 2x2; values 0 … 3", picture.Text);
    }

    [Fact]
    public void Filters_over_three_channels_are_in_colour_and_zero_is_grey()
    {
        var weights = new Tensor(2, 3, 1, 1);
        (weights[0, 0, 0, 0], weights[0, 1, 0, 0], weights[1, 2, 0, 0]) = (2, -2, 1);
        var picture = weights.ToFilters();
        var pixels = new Pixels(picture.Png);
        Assert.Equal(72 * 72, pixels.Count(0xFF0080));
        Assert.Equal(72 * 72, pixels.Count(0x8080BF));
        Assert.Equal("2 filters of 1x1x3, in colour: middle grey is 0, full range ±2", picture.Text);
    }

    [Fact]
    public void Filters_over_more_channels_have_a_row_each()
    {
        var picture = new SeededRandom(3).Gaussian(new TensorShape(30, 40, 3, 3)).ToFilters();
        Assert.StartsWith("filters 0 to 23 of 30 of 3x3x40, channels 0 to 23 of 40, weights within ±", picture.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Chosen_filters_and_channels_are_named_and_keep_the_layers_scale()
    {
        var weights = new SeededRandom(3).Gaussian(new TensorShape(24, 20, 3, 3));
        weights[0, 0, 0, 0] = 9;
        var picture = weights.ToFilters(filters: 4..6, channels: 17..);
        Assert.Equal("filters 4 to 5 of 24 of 3x3x20, channels 17 to 19 of 20, weights within ±9", picture.Text);
        Assert.Contains("filter 5 d=19", picture.ToView().Html!, StringComparison.Ordinal);
        Assert.StartsWith("ToFilters: filters 20..30 came, and there are 24. Give a range within 0..24 that is not empty.",
            Assert.Throws<ArgumentOutOfRangeException>(() => weights.ToFilters(20..30, ..3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_pages_96_filters_stand_in_6_rows_of_16() => Assert.Equal(16, MapGrid.ColumnsFor(96));

    [Fact]
    public void NaN_is_marked()
    {
        var picture = Tensor.FromSlices(new float[,] { { float.NaN, 1 } }).ToMaps("broken");
        Assert.EndsWith("1 NaN in magenta", picture.Text, StringComparison.Ordinal);
        Assert.Equal(240 * 240, new Pixels(picture.Png).Count(ColorScale.NotANumber));
    }

    [Fact]
    public void Mistakes_are_told()
    {
        var two = new Tensor(1, 2, 4, 4);
        Assert.Equal("ToImage: [1, 2, 4, 4] (N C H W) has 2 channels; an image has 1 (grey) or 3 (red, green, blue). "
            + "Show the channels side by side with ToMaps().", Assert.Throws<ShapeException>(() => two.ToImage()).Message);
        Assert.StartsWith("Maps: image 1 came, and the minibatch has 1. Give 0 to 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => two.ToMaps(image: 1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("ToFilters: a limit of 0 shows nothing. Give at least 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => two.ToFilters(limit: 0)).Message, StringComparison.Ordinal);
    }
}
