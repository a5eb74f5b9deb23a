using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

public class ConvRangeTests
{
    [Fact]
    public void Padding_makes_one_range_per_cut_off_window_and_one_for_the_inside() =>
        Assert.Equal(
            [new(0, 1, 2, 5), new(1, 2, 1, 5), new(2, 6, 0, 5), new(6, 7, 0, 4), new(7, 8, 0, 3)],
            ConvRange.Split(outputs: 8, inputs: 8, size: 5, stride: 1, pad: 2, dilation: 1));

    [Fact]
    public void A_window_beyond_the_input_has_no_taps() =>
        Assert.Equal([new(0, 1, 0, 0), new(1, 3, 0, 1), new(3, 4, 0, 0)],
            ConvRange.Split(outputs: 4, inputs: 2, size: 1, stride: 1, pad: 1, dilation: 1));

    [Fact]
    public void Ranges_hold_exactly_the_taps_inside()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var r = new RandomProblems(seed);
            var (inputs, size, stride, pad, dilation) = (r.From(1, 12), r.From(1, 5), r.From(1, 4), r.From(0, 6), r.From(1, 3));
            var outputs = r.From(1, 12);
            var o = 0;
            foreach (var range in ConvRange.Split(outputs, inputs, size, stride, pad, dilation))
            {
                Assert.Equal(o, range.From);
                for (; o < range.To; o++)
                {
                    for (var tap = 0; tap < size; tap++)
                    {
                        var inside = o * stride - pad + tap * dilation is var i && i >= 0 && i < inputs;
                        Assert.True(inside == (tap >= range.TapFrom && tap < range.TapTo), $"seed {seed}, output {o}, tap {tap}");
                    }
                }
            }

            Assert.Equal(outputs, o);
        }
    }
}
