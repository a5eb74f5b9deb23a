using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive.Tests;

public sealed class ColorScaleTests
{
    [Fact]
    public void The_sequential_scale_grows_lighter_at_every_step()
    {
        var scale = ColorScale.Sequential(0, 191);
        var lightness = Enumerable.Range(0, 192).Select(i => Lightness(scale[i])).ToList();
        Assert.All(lightness.Zip(lightness.Skip(1)), pair => Assert.True(pair.Second >= pair.First, $"{pair}"));
        Assert.True(lightness[^1] - lightness[0] > 0.6);
    }

    [Fact]
    public void The_signed_scale_is_lightest_at_zero_and_falls_alike_on_both_sides()
    {
        var scale = ColorScale.Signed(1);
        foreach (var value in (double[])[0.25, 0.5, 0.75, 1])
        {
            Assert.InRange(Lightness(scale[value]) - Lightness(scale[-value]), -0.03, 0.03);
            Assert.True(Lightness(scale[value]) < Lightness(scale[value - 0.25]));
        }
    }

    [Fact]
    public void Values_outside_take_the_end_colours_and_NaN_its_own()
    {
        var scale = ColorScale.GreyLevels(0, 1);
        Assert.Equal([0x000000, 0x000000, 0xFFFFFF, 0xFFFFFF], ((double[])[0, -7, 1, 9]).Select(v => scale[v]));
        Assert.Equal(ColorScale.NotANumber, scale[double.NaN]);
    }

    [Fact]
    public void A_flat_range_is_one_colour_and_not_an_error() =>
        Assert.Equal(ColorScale.Sequential(3, 3)[3], ColorScale.Sequential(3, 3)[100]);

    [Fact]
    public void A_scale_leaves_the_palette_room_for_labels()
    {
        var scale = ColorScale.Signed(1);
        Assert.InRange(Enumerable.Range(-5000, 10_001).Select(i => scale[i / 5000.0]).Distinct().Count(), 150, 192);
    }

    /// <summary>The L of OKLab (Ottosson 2020).</summary>
    private static double Lightness(int color)
    {
        static double Linear(int level) => level <= 10 ? level / 255.0 / 12.92 : Math.Pow((level / 255.0 + 0.055) / 1.055, 2.4);
        double r = Linear(color >> 16), g = Linear((color >> 8) & 255), b = Linear(color & 255);
        return 0.2104542553 * Math.Cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
            + 0.7936177850 * Math.Cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
            - 0.0040720468 * Math.Cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    }
}
