using ConvNotebooks.Routines;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// The largest difference from <see cref="Conv2dReference"/> over up to <see cref="Most"/> results of a case, spread over all
/// of them, the first and the last among them.
/// </summary>
internal sealed class ErrorCheck
{
    private const int Most = 1024;
    private readonly int[] places;
    private readonly float[] expected;

    public ErrorCheck(ConvCase c)
    {
        var count = Math.Min(Most, c.ResultLength);
        places = [.. Enumerable.Range(0, count).Select(i => count == 1 ? 0 : (int)((long)i * (c.ResultLength - 1) / (count - 1)))];
        expected = Array.ConvertAll(places, place => Reference(c, place));
    }

    /// <summary>The largest absolute difference of a contestant's last result; NaN where one is not a number.</summary>
    public double Of(IContestant contestant) =>
        contestant.Values(places).Zip(expected, (a, b) => Math.Abs((double)a - b)).Aggregate(0.0, (x, y) => double.IsNaN(x) || x >= y ? x : y);

    private static float Reference(ConvCase c, int place) => c.Pass switch
    {
        Pass.Forward => Output(c, place),
        _ => throw new ArgumentException($"ErrorCheck: no reference for {c.Pass}.", nameof(c)),
    };

    // One output is a convolution of one filter with one output: the window's place becomes padding, negative inside the image.
    private static float Output(ConvCase c, int place)
    {
        var p = c.Problem;
        var (image, rest) = Math.DivRem(place, p.Filters * p.OutPlane);
        var (filter, pixel) = Math.DivRem(rest, p.OutPlane);
        var (oy, ox) = Math.DivRem(pixel, p.OutWidth);
        var one = p with
        {
            Batch = 1,
            Groups = 1,
            Channels = p.GroupChannels,
            Filters = 1,
            OutHeight = 1,
            OutWidth = 1,
            PadTop = p.PadTop - oy * p.StrideH,
            PadLeft = p.PadLeft - ox * p.StrideW,
        };
        var firstChannel = image * p.Channels + filter / p.GroupFilters * p.GroupChannels;
        Span<float> y = stackalloc float[1];
        Conv2dReference.Forward(one, c.Input.AsSpan(firstChannel * p.Plane, one.InputLength),
            c.Filters.AsSpan(filter * p.Taps, p.Taps), c.Biases.AsSpan(filter, 1), y);
        return y[0];
    }
}
