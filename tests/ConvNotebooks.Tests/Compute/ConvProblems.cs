using ConvNotebooks.Routines;

namespace ConvNotebooks.Tests;

/// <summary>Convolutions as their layers are written: square windows, one stride and one padding for all sides.</summary>
internal static class ConvProblems
{
    public static ConvProblem Layer(int channels, int height, int width, int filters, int size, int stride = 1, int pad = 0, int batch = 1) => new()
    {
        Batch = batch,
        Channels = channels,
        Height = height,
        Width = width,
        Filters = filters,
        FilterHeight = size,
        FilterWidth = size,
        StrideH = stride,
        StrideW = stride,
        PadTop = pad,
        PadLeft = pad,
        OutHeight = Math.Max(1, (height + 2 * pad - size) / stride + 1),
        OutWidth = Math.Max(1, (width + 2 * pad - size) / stride + 1),
    };
}
