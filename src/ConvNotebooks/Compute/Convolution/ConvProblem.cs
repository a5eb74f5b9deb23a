using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// A convolution with every size resolved: what the routines work from. Activations are N C H W, filters
/// [filters, channels/groups, filter height, filter width]. The padding after the last row and column is implied by the
/// output's size; a window may reach past the input on any side, and taps out there are skipped.
/// </summary>
internal readonly record struct ConvProblem
{
    public ConvProblem()
    {
    }

    public required int Batch { get; init; }

    public required int Channels { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int Filters { get; init; }

    public required int FilterHeight { get; init; }

    public required int FilterWidth { get; init; }

    public int StrideH { get; init; } = 1;

    public int StrideW { get; init; } = 1;

    public int PadTop { get; init; }

    public int PadLeft { get; init; }

    /// <summary>Rows from one tap to the next; 1 is dense.</summary>
    public int DilationH { get; init; } = 1;

    /// <summary>Columns from one tap to the next; 1 is dense.</summary>
    public int DilationW { get; init; } = 1;

    public int Groups { get; init; } = 1;

    public required int OutHeight { get; init; }

    public required int OutWidth { get; init; }

    public int GroupChannels => Channels / Groups;

    public int GroupFilters => Filters / Groups;

    /// <summary>Places in one filter's window.</summary>
    public int WindowTaps => FilterHeight * FilterWidth;

    /// <summary>Weights of one filter: the length of one output's chain of multiply-adds.</summary>
    public int Taps => GroupChannels * WindowTaps;

    public int Plane => Height * Width;

    public int OutPlane => OutHeight * OutWidth;

    public int InputLength => Batch * Channels * Plane;

    public int OutputLength => Batch * Filters * OutPlane;

    public int FilterLength => Filters * Taps;

    /// <summary>
    /// The problem whose input is the gradient of this one's output, and whose output is the gradient of its input: sizes and
    /// channels change places, window, stride and padding stay as they are.
    /// </summary>
    public ConvProblem ToAdjoint() => this with
    {
        Channels = Filters,
        Filters = Channels,
        Height = OutHeight,
        Width = OutWidth,
        OutHeight = Height,
        OutWidth = Width,
    };

    /// <summary>The window along the height.</summary>
    public WindowAxis AxisH
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Height, OutHeight, FilterHeight, StrideH, PadTop, DilationH);
    }

    /// <summary>The window along the width.</summary>
    public WindowAxis AxisW
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Width, OutWidth, FilterWidth, StrideW, PadLeft, DilationW);
    }

    /// <summary>Multiply-adds of the whole minibatch, padding taps counted.</summary>
    public long MultiplyAdds => (long)Batch * Filters * OutPlane * Taps;
}
