using System.Globalization;
using System.Text.RegularExpressions;
using ConvNotebooks.Interactive.Drawing;
using ConvNotebooks.Interactive.Views;

namespace ConvNotebooks.Interactive.Tests;

public sealed partial class FitStripTests
{
    /// <summary>Row 17 of the worked examples: CS231n's one-dimensional figure, its values at stride 1 and 2.</summary>
    [Theory]
    [InlineData(1, new[] { "-2", "2", "1", "2", "1" })]
    [InlineData(2, new[] { "-2", "1", "1" })]
    public void A_strip_has_the_sums_of_the_pages_figure(int stride, string[] sums)
    {
        var view = new Window(3, stride, pad: 1).Fit(5).Strip([1, 2, -1, 1, -3], [1, 0, -1]);
        Assert.Equal(sums, Output().Matches(view.Html!).Select(m => m.Groups[1].Value));
        Assert.Equal(sums, view.Text.Split('\n')[3..].Select(line => line.Split(' ')[^1]));
    }

    [Theory]
    [InlineData(FitPolicy.Crop, 1, 0)]
    [InlineData(FitPolicy.Floor, 1, 0)]
    [InlineData(FitPolicy.ZeroPad, 0, 1)]
    public void Pixels_that_no_position_sees_are_red_and_added_padding_is_told(FitPolicy policy, int unseen, int added)
    {
        var svg = FitStrip.Of(new Window(3, stride: 2).Fit(10, policy)).ToSvg();
        Assert.Equal(unseen, Occurrences(svg, "seen by no position"));
        Assert.Equal(added, Occurrences(svg, "zero padding that the policy added"));
    }

    [Fact]
    public void A_misfit_shows_the_position_that_has_no_room_and_every_kind_of_repair()
    {
        var report = new FitReport(new Window(3, stride: 2), 10);
        var svg = FitStrip.Of(report).ToSvg();
        Assert.Contains("position 4 would need 1 more pixel", svg, StringComparison.Ordinal);
        Assert.All(report.Repairs.Select(r => FitReport.Title(r.Kind)).Distinct(), title => Assert.Contains(title, svg, StringComparison.Ordinal));
        Assert.DoesNotContain("another stride", FitStrip.Of(report, repairs: false).ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_axis_stays_a_strip_that_fits_the_page()
    {
        var pixels = new Pixels(FitStrip.Of(new Window(11, stride: 4).Fit(227)).ToPng());
        Assert.InRange(pixels.Width, 500, 1000);
        Assert.InRange(pixels.Height, 200, 400);
    }

    [Fact]
    public void Cells_are_as_wide_as_the_longest_number()
    {
        var html = new Window(3).Fit(5).Strip([1, 10, 100, 1000, 10000], [1, 2, 3]).Html!;
        var cell = double.Parse(InputCell().Match(html).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(cell, Canvas.TextWidth("10000", 9) + 4, 48);
        Assert.Equal(5, InputCell().Count(html));
    }

    [Fact]
    public void Other_numbers_of_values_are_told() => Assert.Equal(
        "Strip: 4 values and 3 weights came, and the window of size 3, stride 1, padding 1 lies on 5 values. Give 5 values and 3 weights.",
        Assert.Throws<ShapeException>(() => new Window(3, pad: 1).Fit(5).Strip([1, 2, 3, 4], [1, 0, -1])).Message);

    [Fact]
    public void A_drawing_gives_the_same_marks_as_pixels_and_as_svg()
    {
        var scene = new Scene("two marks").Rectangle(4, 4, 10, 10, 0x0072B2, hover: "a < b").Text(20, 14, "ab", 11);
        Assert.Equal(100, new Pixels(scene.ToPng()).Count(0x0072B2));
        Assert.Contains("<rect x=\"4\" y=\"4\" width=\"10\" height=\"10\" fill=\"#0072b2\"><title>a &lt; b</title></rect>", scene.ToSvg(), StringComparison.Ordinal);
        Assert.Contains("fill=\"currentColor\">ab</text>", scene.ToSvg(), StringComparison.Ordinal);
    }

    private static int Occurrences(string text, string part) => Regex.Count(text, Regex.Escape(part));

    [GeneratedRegex("output \\d+ = ([^<]+)<")]
    private static partial Regex Output();

    [GeneratedRegex("width=\"([0-9.]+)\"[^>]*><title>pixel \\d: input<")]
    private static partial Regex InputCell();
}
