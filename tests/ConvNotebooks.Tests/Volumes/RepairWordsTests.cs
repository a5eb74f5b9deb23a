using System.Text.RegularExpressions;
using CsCheck;

namespace ConvNotebooks.Tests.Volumes;

/// <summary>Repairs as arguments of layers: what is pasted gives the output that was promised.</summary>
public partial class RepairWordsTests
{
    [Fact]
    public void The_notation_is_answered_in_the_notation() => Assert.Equal("""
        Conv2d 'conv1': a window of size 3, stride 2, padding 0 does not fit an input of 10 pixels: (10 − 3 + 0)/2 + 1 = 4.5 is not a whole number, 1 pixel left over.
        No symmetric padding can work: W − F + 2P = 7 + 2P is always odd, and stride 2 needs an even number.
        Repairs (argument → output size):
          another stride: s1 → 8, s7 → 2
          another filter size: 2x2 → 5, 4x4 → 4, 6x6 → 3, 8x8 → 2, 10x10 → 1
          padding per side: p0:1 → 5, p1:0 → 5
          a fit policy: crop → 4, zeropad → 5, floor → 4
          another input size: 9 → 4, 11 → 5, 7 → 3, 13 → 6
        """, Assert.Throws<NotationException>(() => Network.Parse("INPUT 10x10x1 -> CONV 1 3x3 s2")).Problem);

    [Fact]
    public void An_axis_that_fits_keeps_its_numbers()
    {
        var report = Assert.Throws<FitException>(() => Network.Input(11, 10, 1).Conv(1, 3, stride: 2)).Report;
        Assert.Equal(
            [("stride: (2, 1)", "s2x1"), ("size: (3, 2)", "3x2"), ("pad: new Padding2d(0, (0, 1))", "p0x0:1")],
            new[] { RepairKind.Stride, RepairKind.Size, RepairKind.OneSidedPadding }
                .Select(kind => report.Repairs.First(r => r.Kind == kind)).Select(r => (r.Code, r.Notation)));
    }

    [Fact]
    public void A_pool_of_another_size_keeps_its_stride()
    {
        var repair = Assert.Throws<FitException>(() => Network.Input(33, 33, 8).MaxPool(2)).Report.Repairs
            .First(r => r.Kind == RepairKind.Size && r.Fit.Window.Size == 3);
        Assert.Equal(("size: 3, stride: 2", "3x3 s2", 16), (repair.Code, repair.Notation, repair.Fit.Output));
        Assert.Equal(16, Network.Input(33, 33, 8).MaxPool(size: 3, stride: 2).OutputShape.Width);
    }

    /// <summary>Layers at random that do not fit: each repair, pasted, gives its output along the axis that it is for.</summary>
    [Fact]
    public void What_is_pasted_repairs() =>
        Gen.Select(Gen.Select(Sides, Sides), Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5]), Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4]),
                Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2]), Gen.Int[0, 2], Gen.Int[0, 3])
            .Sample((sides, sizes, strides, pads, kind, written) =>
            {
                var layer = $"{Words[kind]} {sizes.Item1}x{sizes.Item2}"
                    + ((written & 1) == 0 ? "" : $" s{strides.Item1}x{strides.Item2}")
                    + ((written & 2) == 0 ? "" : $" p{pads.Item1}x{pads.Item2}");
                if (Misfit(Parse(sides, layer)) is not { } report)
                    return;
                Assert.All(report.Repairs, repair =>
                {
                    var side = repair.Fit.Length;
                    var repaired = repair.Kind == RepairKind.Input
                        ? Parse((report.Axis == "height" ? sides.Item1 : side, report.Axis == "width" ? sides.Item2 : side), layer)
                        : Parse(sides, Paste(layer, repair.Notation));
                    if (report.Axis == "width" && Misfit(repaired) is { } other)
                        Assert.Equal("height", other.Axis);
                    else
                        Assert.Equal(repair.Fit.Output, report.Axis == "height" ? repaired().OutputShape.Height : repaired().OutputShape.Width);
                });
            }, seed: "0N0XIzNsQ0O2", iter: 3000);

    private static readonly string[] Words = ["CONV 2", "LOCAL 2", "POOL"];

    private static Gen<int> Sides => Gen.Int[4, 17];

    private static Func<Network> Parse((int Width, int Height) sides, string layer) =>
        () => Network.Parse($"INPUT {sides.Width}x{sides.Height}x1 -> {layer}");

    private static FitReport? Misfit(Func<Network> parse) =>
        (Record.Exception(parse)?.InnerException as FitException)?.Report;

    /// <summary>A layer with arguments put where one of the same kind stands, or at the end.</summary>
    private static string Paste(string layer, string arguments) => arguments.Split(' ').Aggregate(layer, (text, argument) =>
    {
        var same = argument[0] switch { 's' => Stride(), 'p' => Pad(), 'c' or 'z' or 'f' => Policy(), _ => Size() };
        return same.IsMatch(text) ? same.Replace(text, argument) : $"{text} {argument}";
    });

    [GeneratedRegex(@"\bs\d\S*")]
    private static partial Regex Stride();

    [GeneratedRegex(@"\bp\d\S*")]
    private static partial Regex Pad();

    [GeneratedRegex(@"\b(crop|zeropad|floor)\b")]
    private static partial Regex Policy();

    [GeneratedRegex(@"(?<= )\d+x\d+")]
    private static partial Regex Size();
}
