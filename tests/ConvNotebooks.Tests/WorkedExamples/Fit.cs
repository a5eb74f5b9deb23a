namespace ConvNotebooks.Tests.WorkedExamples;

/// <summary>Rows 19 to 25 of the worked examples: misfits and their repairs, padding that keeps the size, friendly sizes.</summary>
public class Fit
{
    [Theory]
    [InlineData(19, 5, 3, 3, 1, "2.333…", "1 2 4", "1 4", "2", 2, 3)]
    [InlineData(20, 10, 3, 2, 0, "4.5", "1 7", "2 4 6 8 10", "", 4, 5)]
    [InlineData(21, 224, 11, 4, 0, "54.25", null, null, "", 54, 55)]
    [InlineData(22, 32, 3, 2, 0, "15.5", null, null, "", 15, 16)]
    public void Rows_19_to_22_misfits_and_repairs(int row, int length, int size, int stride, int pad, string positions,
        string? strides, string? sizes, string paddings, int cropped, int padded)
    {
        Assert.InRange(row, 19, 22);
        var window = new Window(size, stride, pad);
        var report = new FitReport(window, length);
        Assert.EndsWith($"= {positions}", report.Equation, StringComparison.Ordinal);
        Assert.Equal(strides ?? Found(RepairKind.Stride, r => r.Window.Stride), Found(RepairKind.Stride, r => r.Window.Stride));
        Assert.Equal(sizes ?? Found(RepairKind.Size, r => r.Window.Size), Found(RepairKind.Size, r => r.Window.Size));
        Assert.Equal(paddings, Found(RepairKind.SymmetricPadding, r => r.Pad.Before));
        Assert.Equal((cropped, padded), (window.Fit(length, FitPolicy.Crop).Output, window.Fit(length, FitPolicy.ZeroPad).Output));

        string Found(RepairKind kind, Func<AxisFit, int> value) =>
            string.Join(' ', report.Repairs.Where(r => r.Kind == kind).Select(r => value(r.Fit)).Order());
    }

    [Fact]
    public void Row_21_three_extra_pixels_fit_only_in_total()
    {
        Assert.Equal(55, new Window(11, 4, (1, 2)).Fit(224).Output);
        Assert.EndsWith("= 55.75", new FitReport(new Window(11, 4, 3), 224).Equation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(5, 2)]
    public void Rows_23_and_24_padding_that_keeps_the_size(int size, int pad)
    {
        Assert.Equal((Padding)pad, Padding.Same(size));
        Assert.All([32, 224], length => Assert.Equal(length, new Window(size, 1, pad).Fit(length).Output));
    }

    [Theory]
    [InlineData(32, 5)]
    [InlineData(64, 6)]
    [InlineData(96, 5)]
    [InlineData(224, 5)]
    [InlineData(384, 7)]
    [InlineData(512, 9)]
    [InlineData(227, 0)]
    public void Row_25_sizes_divisible_by_2_many_times(int pixels, int times)
    {
        var half = new Window(2, 2);
        var halvings = 0;
        for (; new FitReport(half, pixels).LeftOver == 0; halvings++)
            pixels = half.Fit(pixels).Output;
        Assert.Equal(times, halvings);
    }
}
