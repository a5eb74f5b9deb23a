using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

public class WindowAxisTests
{
    /// <summary>Every small axis, against the definition: output o reads, for tap t, pixel o · stride − pad + t · dilation.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Taps_and_outputs_meet_where_the_pixel_is_inside(int dilation)
    {
        foreach (var (inputs, outputs) in from i in Enumerable.Range(1, 6) from o in Enumerable.Range(1, 6) select (i, o))
        {
            foreach (var (size, stride, pad) in from f in Enumerable.Range(1, 4) from s in Enumerable.Range(1, 3) from p in Enumerable.Range(-1, 6) select (f, s, p))
            {
                var axis = new WindowAxis(inputs, outputs, size, stride, pad, dilation);
                bool Inside(int output, int tap) => output * stride - pad + tap * dilation is var pixel && pixel >= 0 && pixel < inputs;
                for (var output = 0; output < outputs; output++)
                    Equal(size, tap => Inside(output, tap), axis.TapsOf(output));
                for (var tap = 0; tap < size; tap++)
                    Equal(outputs, output => Inside(output, tap), axis.OutputsOf(tap));
                Equal(outputs, output => Inside(output, 0) && Inside(output, size - 1), axis.Whole());
            }
        }
    }

    private static void Equal(int count, Func<int, bool> expected, (int From, int To) actual) =>
        Assert.Equal(Enumerable.Range(0, count).Where(expected), Enumerable.Range(actual.From, actual.To - actual.From));
}
