using ConvNotebooks.Routines;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// Single results of the reference loops: the case is cut down to the problem that has that one result, so that a few of a
/// hundred million are quickly computed. A window's place becomes padding, which is negative inside the image.
/// </summary>
internal static class ReferenceValue
{
    public static float At(ConvCase c, int place) => c.Pass switch
    {
        Pass.Forward => Output(c, place),
        Pass.InputGradient => InputGradient(c, place),
        _ => FilterGradient(c, place),
    };

    /// <summary>Multiply-adds of one result.</summary>
    public static long Cost(ConvCase c) => c.Pass switch
    {
        Pass.Forward => c.Problem.Taps,
        Pass.InputGradient => c.Problem.GroupFilters * c.Problem.WindowTaps,
        _ => c.Problem.Batch * c.Problem.OutPlane,
    };

    private static float Output(ConvCase c, int place)
    {
        var p = c.Problem;
        var (image, filter, oy, ox) = Split(place, p.Filters, p.OutHeight, p.OutWidth);
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
        var channel = image * p.Channels + filter / p.GroupFilters * p.GroupChannels;
        Span<float> y = stackalloc float[1];
        Conv2dReference.Forward(one, c.Input.AsSpan(channel * p.Plane, one.InputLength),
            c.Filters.AsSpan(filter * p.Taps, p.Taps), c.Biases.AsSpan(filter, 1), y);
        return y[0];
    }

    // The filters of the pixel's group, of which only its channel counts.
    private static float InputGradient(ConvCase c, int place)
    {
        var p = c.Problem;
        var (image, channel, iy, ix) = Split(place, p.Channels, p.Height, p.Width);
        var one = p with
        {
            Batch = 1,
            Groups = 1,
            Channels = 1,
            Filters = p.GroupFilters,
            Height = 1,
            Width = 1,
            PadTop = p.PadTop + iy,
            PadLeft = p.PadLeft + ix,
        };
        var firstFilter = channel / p.GroupChannels * p.GroupFilters;
        var w = new float[one.FilterLength];
        for (var k = 0; k < p.GroupFilters; k++)
            c.Filters.AsSpan(((firstFilter + k) * p.GroupChannels + channel % p.GroupChannels) * p.WindowTaps, p.WindowTaps).CopyTo(w.AsSpan(k * p.WindowTaps));
        Span<float> dx = stackalloc float[1];
        Conv2dGradientReference.Input(one, c.OutputGradient.AsSpan((image * p.Filters + firstFilter) * p.OutPlane, one.OutputLength), w, dx);
        return dx[0];
    }

    // One channel and one filter of every image, and of the window one tap.
    private static float FilterGradient(ConvCase c, int place)
    {
        var p = c.Problem;
        var (filter, channel, fy, fx) = Split(place, p.GroupChannels, p.FilterHeight, p.FilterWidth);
        var one = p with
        {
            Groups = 1,
            Channels = 1,
            Filters = 1,
            FilterHeight = 1,
            FilterWidth = 1,
            PadTop = p.PadTop - fy * p.DilationH,
            PadLeft = p.PadLeft - fx * p.DilationW,
        };
        channel += filter / p.GroupFilters * p.GroupChannels;
        Span<float> dw = stackalloc float[1];
        Conv2dGradientReference.Filters(one, Planes(c.Input, p.Batch, p.Channels, channel, p.Plane),
            Planes(c.OutputGradient, p.Batch, p.Filters, filter, p.OutPlane), dw);
        return dw[0];
    }

    private static float[] Planes(float[] values, int images, int channels, int channel, int plane)
    {
        var planes = new float[images * plane];
        for (var n = 0; n < images; n++)
            values.AsSpan((n * channels + channel) * plane, plane).CopyTo(planes.AsSpan(n * plane));
        return planes;
    }

    private static (int, int, int, int) Split(int place, int channels, int height, int width) =>
        (place / width / height / channels, place / width / height % channels, place / width % height, place % width);
}
