using CsCheck;

namespace ConvNotebooks.Tests.Volumes;

/// <summary>The fit doctor on rows 19 to 22 of the worked examples, and on windows at random.</summary>
public class FitDoctorTests
{
    [Fact]
    public void Row_19_stride_3_on_5_padded_by_1()
    {
        var report = Misfit(new Window(size: 3, stride: 3, pad: 1), 5);
        Assert.Equal("(5 − 3 + 2·1)/3 + 1 = 2.333…", report.Equation);
        Assert.Equal(1, report.LeftOver);
        Assert.Equal([1, 2, 4], Of(report, RepairKind.Stride).Select(f => f.Window.Stride).Order());
        Assert.Equal([1, 4], Of(report, RepairKind.Size).Select(f => f.Window.Size).Order());
        Assert.Equal((2, 3), Assert.Single(Of(report, RepairKind.SymmetricPadding).Select(f => (f.Window.Pad.Before, f.Output))));
        Assert.Contains((new Padding(0, 1), 2), Of(report, RepairKind.OneSidedPadding).Select(f => (f.Window.Pad, f.Output)));
        Assert.Equal(2, Policy(report, FitPolicy.Crop));
        Assert.Null(report.ParityReason);
    }

    [Fact]
    public void Row_20_stride_2_on_10_gives_4_and_a_half()
    {
        var report = Misfit(new Window(size: 3, stride: 2), 10);
        Assert.Equal("(10 − 3 + 0)/2 + 1 = 4.5", report.Equation);
        Assert.Equal("No symmetric padding can work: W − F + 2P = 7 + 2P is always odd, and stride 2 needs an even number.",
            report.ParityReason);
        Assert.Empty(Of(report, RepairKind.SymmetricPadding));
        Assert.Contains((new Padding(0, 1), 5), Of(report, RepairKind.OneSidedPadding).Select(f => (f.Window.Pad, f.Output)));
        Assert.Equal(4, Policy(report, FitPolicy.Crop));
        Assert.Equal([1, 7], Of(report, RepairKind.Stride).Select(f => f.Window.Stride).Order());
        Assert.Equal([2, 4, 6, 8, 10], Of(report, RepairKind.Size).Select(f => f.Window.Size).Order());
    }

    [Fact]
    public void Row_21_AlexNet_on_224_needs_three_extra_pixels_in_total()
    {
        var report = Misfit(new Window(size: 11, stride: 4), 224);
        Assert.Equal("(224 − 11 + 0)/4 + 1 = 54.25", report.Equation);
        Assert.Contains("213 + 2P is always odd", report.ParityReason, StringComparison.Ordinal);
        Assert.Contains((new Padding(1, 2), 55), Of(report, RepairKind.OneSidedPadding).Select(f => (f.Window.Pad, f.Output)));
        Assert.Equal("(224 − 11 + 2·3)/4 + 1 = 55.75", Misfit(new Window(size: 11, stride: 4, pad: 3), 224).Equation);
        Assert.Equal(55, new Window(size: 11, stride: 4).Fit(227).Output);
    }

    [Fact]
    public void Row_22_overlapping_pool_on_32()
    {
        var report = Misfit(new Window(size: 3, stride: 2), 32);
        Assert.Equal("(32 − 3 + 0)/2 + 1 = 15.5", report.Equation);
        Assert.Contains("29 + 2P is always odd", report.ParityReason, StringComparison.Ordinal);
        Assert.Contains((new Padding(0, 1), 16), Of(report, RepairKind.OneSidedPadding).Select(f => (f.Window.Pad, f.Output)));
        Assert.Equal(15, Policy(report, FitPolicy.Crop));
    }

    [Fact]
    public void The_message_is_the_whole_report() => Assert.Equal("""
        Window: a window of size 3, stride 2, padding 0 does not fit an input of 10 pixels: (10 − 3 + 0)/2 + 1 = 4.5 is not a whole number, 1 pixel left over.
        No symmetric padding can work: W − F + 2P = 7 + 2P is always odd, and stride 2 needs an even number.
        Repairs (argument → output size):
          another stride: stride: 1 → 8, stride: 7 → 2
          another filter size: size: 2 → 5, size: 4 → 4, size: 6 → 3, size: 8 → 2, size: 10 → 1
          padding per side: pad: (0, 1) → 5, pad: (1, 0) → 5
          a fit policy: fit: FitPolicy.Crop → 4, fit: FitPolicy.ZeroPad → 5, fit: FitPolicy.Floor → 4
          another input size: new Window(size: 3, stride: 2).Fit(9) → 4, new Window(size: 3, stride: 2).Fit(11) → 5, new Window(size: 3, stride: 2).Fit(7) → 3, new Window(size: 3, stride: 2).Fit(13) → 6
        """, Assert.Throws<FitException>(() => new Window(size: 3, stride: 2).Fit(10)).Message);

    [Fact]
    public void A_window_larger_than_its_input_says_how_many_pixels_it_lacks()
    {
        var report = Misfit(new Window(size: 5), 2);
        Assert.Equal("Window: a window of size 5, stride 1, padding 0 spans 5 pixels, 3 more than the padded input of 2 pixels: "
            + "(2 − 5 + 0)/1 + 1 = −2.", report.Problem);
        Assert.Equal(-3, report.LeftOver);
    }

    [Fact]
    public void A_misfit_of_two_thousand_million_pixels_is_examined_as_fast()
    {
        var report = Misfit(new Window(size: 1_000_000_001, stride: 3, dilation: 2), 2_001_000_001);
        Assert.InRange(report.Repairs.Count, 1, 3000);
    }

    /// <summary>Every misfit at random: each repair fits exactly or by its policy, and symmetric padding is there unless parity forbids.</summary>
    [Fact]
    public void Every_repair_repairs() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 12], Gen.Int[1, 8], Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[1, 3])
            .Sample((length, size, stride, before, after, dilation) =>
            {
                var window = new Window(size, stride, (before, after), dilation);
                if (Record.Exception(() => window.Fit(length)) is not FitException misfit)
                    return;
                var report = misfit.Report;
                Assert.NotEmpty(report.Repairs);
                Assert.All(report.Repairs, r => Assert.True(r.Fit.IsExact || r.Kind == RepairKind.Policy));
                Assert.All(report.Repairs, r => Assert.True(r.Fit.Output >= 1));
                Assert.Equal(report.Repairs.Count, report.Repairs.Select(r => r.Code).Distinct().Count());
                if (report.ParityReason is not null)
                    Assert.Empty(Of(report, RepairKind.SymmetricPadding));
                else if (before != after || stride <= 2 * window.Extent)
                    Assert.NotEmpty(Of(report, RepairKind.SymmetricPadding));
            }, seed: "0N0XIzNsQ0O2", iter: 2000);

    private static FitReport Misfit(Window window, int length) =>
        Assert.Throws<FitException>(() => window.Fit(length)).Report;

    private static IEnumerable<AxisFit> Of(FitReport report, RepairKind kind) =>
        report.Repairs.Where(r => r.Kind == kind).Select(r => r.Fit);

    private static int Policy(FitReport report, FitPolicy policy) =>
        report.Repairs.Single(r => r.Code == $"fit: FitPolicy.{policy}").Fit.Output;
}
