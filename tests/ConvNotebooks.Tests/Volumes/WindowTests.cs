using CsCheck;

namespace ConvNotebooks.Tests.Volumes;

public class WindowTests
{
    [Theory]
    [InlineData(7, 3, 1, 0, 5)]
    [InlineData(7, 3, 2, 0, 3)]
    [InlineData(227, 11, 4, 0, 55)]
    [InlineData(32, 5, 1, 2, 32)]
    [InlineData(224, 2, 2, 0, 112)]
    public void Has_W_minus_F_plus_2P_over_S_plus_1_positions(int length, int size, int stride, int pad, int expected) =>
        Assert.Equal(expected, new Window(size, stride, pad).Fit(length).Output);

    [Fact]
    public void Dilation_spreads_the_taps()
    {
        var window = new Window(size: 3, dilation: 2);
        Assert.Equal(5, window.Extent);
        Assert.Equal(3, window.Fit(7).Output);
    }

    [Theory]
    [InlineData(FitPolicy.ZeroPad, 5)]
    [InlineData(FitPolicy.Crop, 4)]
    [InlineData(FitPolicy.Floor, 4)]
    public void A_policy_settles_a_misfit(FitPolicy policy, int expected)
    {
        var fit = new Window(size: 3, stride: 2).Fit(10, policy);
        Assert.Equal(expected, fit.Output);
        Assert.Equal(policy == FitPolicy.ZeroPad ? (0, 1) : (Padding)0, fit.Pad);
        Assert.Equal(policy == FitPolicy.Crop ? 1 : 0, fit.Cropped);
        Assert.Equal(policy == FitPolicy.Floor ? 1 : 0, fit.Unseen);
    }

    [Fact]
    public void Zero_padding_helps_a_window_larger_than_its_input() =>
        Assert.Equal(1, new Window(size: 5).Fit(2, FitPolicy.ZeroPad).Output);

    [Theory]
    [InlineData(FitPolicy.Throw)]
    [InlineData(FitPolicy.Crop)]
    [InlineData(FitPolicy.Floor)]
    public void Nothing_else_does(FitPolicy policy) =>
        Assert.Throws<FitException>(() => new Window(size: 5).Fit(2, policy));

    [Fact]
    public void A_fit_knows_where_each_position_starts()
    {
        var fit = new Window(size: 3, stride: 2, pad: 1).Fit(5);
        Assert.Equal([-1, 1, 3], Enumerable.Range(0, fit.Output).Select(fit.Start));
    }

    [Theory]
    [InlineData(0, 1, 0, 1, "size")]
    [InlineData(3, 0, 0, 1, "stride")]
    [InlineData(3, 1, -1, 1, "padding before")]
    [InlineData(3, 1, 0, 0, "dilation")]
    [InlineData(int.MinValue, 1, 0, 1, "size")]
    public void Refuses_nonsense(int size, int stride, int pad, int dilation, string what) =>
        Assert.Equal(what, Assert.Throws<ArgumentOutOfRangeException>(() => new Window(size, stride, pad, dilation)).ParamName);

    [Fact]
    public void Refuses_a_span_past_32_bits() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Window(size: 3, dilation: int.MaxValue));

    [Fact]
    public void An_unknown_policy_is_named() => Assert.Contains("Give one of Throw, ZeroPad, Crop, Floor.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new Window(3).Fit(7, (FitPolicy)9)).Message, StringComparison.Ordinal);

    [Fact]
    public void Same_padding_keeps_the_size() => Gen.Int[0, 20].Select(Gen.Int[1, 50]).Sample((half, length) =>
        new Window(2 * half + 1, pad: Padding.Same(2 * half + 1)).Fit(length).Output == length, seed: "0N0XIzNsQ0O2", iter: 500);

    [Fact]
    public void An_even_size_has_no_same_padding() => Assert.Equal("Padding.Same: (F − 1)/2 is not a whole number for F = 4. "
        + "Give an odd filter size, or pad the sides differently: pad: (1, 2). (Parameter 'size')\nActual value was 4.",
        Assert.Throws<ArgumentOutOfRangeException>(() => Padding.Same(4)).Message.ReplaceLineEndings("\n"));

    /// <summary>The number of positions is counted one by one, as a person would with a pencil.</summary>
    [Fact]
    public void The_formula_agrees_with_counting() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 7], Gen.Int[1, 4], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[1, 3])
            .Sample((length, size, stride, before, after, dilation) =>
            {
                var window = new Window(size, stride, (before, after), dilation);
                var padded = before + length + after;
                var positions = 0;
                for (var first = 0; first + window.Extent <= padded; first += stride)
                    positions++;
                if (positions == 0)
                    return Assert.Throws<FitException>(() => window.Fit(length, FitPolicy.Floor)).Report.LeftOver < 0;
                return window.Fit(length, FitPolicy.Floor).Output == positions;
            }, seed: "0N0XIzNsQ0O2", iter: 2000);
}
