using ConvNotebooks.Routines;

namespace ConvNotebooks;

/// <summary>Resolves a window on an input into the descriptors that the routines read.</summary>
internal static class Problems
{
    internal static ConvProblem Conv(
        TensorShape input, int filters, int groups, Window2d window, AxisFit width, AxisFit height) => new()
        {
            Batch = input.N,
            Channels = input.C,
            Height = input.H,
            Width = input.W,
            Filters = filters,
            FilterHeight = window.Size.Height,
            FilterWidth = window.Size.Width,
            StrideH = window.Stride.Height,
            StrideW = window.Stride.Width,
            PadTop = height.Pad.Before,
            PadLeft = width.Pad.Before,
            DilationH = window.Dilation.Height,
            DilationW = window.Dilation.Width,
            Groups = groups,
            OutHeight = height.Output,
            OutWidth = width.Output,
        };

    internal static PoolProblem Pool(TensorShape input, Window2d window, AxisFit width, AxisFit height) => new()
    {
        Batch = input.N,
        Channels = input.C,
        Height = input.H,
        Width = input.W,
        WindowHeight = window.Size.Height,
        WindowWidth = window.Size.Width,
        StrideH = window.Stride.Height,
        StrideW = window.Stride.Width,
        PadTop = height.Pad.Before,
        PadLeft = width.Pad.Before,
        OutHeight = height.Output,
        OutWidth = width.Output,
    };
}
