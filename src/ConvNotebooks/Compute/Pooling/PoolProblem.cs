using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// A pooling with every size resolved, activations N C H W. The padding after the last row and column is implied by the
/// output's size. A window of nothing but padding gives 0.
/// </summary>
internal readonly record struct PoolProblem
{
    public PoolProblem()
    {
    }

    public required int Batch { get; init; }

    public required int Channels { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int WindowHeight { get; init; }

    public required int WindowWidth { get; init; }

    public int StrideH { get; init; } = 1;

    public int StrideW { get; init; } = 1;

    public int PadTop { get; init; }

    public int PadLeft { get; init; }

    public required int OutHeight { get; init; }

    public required int OutWidth { get; init; }

    public int Plane => Height * Width;

    public int OutPlane => OutHeight * OutWidth;

    /// <summary>Depth slices of the whole minibatch.</summary>
    public int Planes => Batch * Channels;

    public int InputLength => Planes * Plane;

    public int OutputLength => Planes * OutPlane;

    /// <summary>The rows of the input that the windows of an output row see: first, and one past the last.</summary>
    public (int From, int To) Rows(int oy) => Inside(oy * StrideH - PadTop, WindowHeight, Height);

    /// <summary>The columns of the input that the windows of an output column see: first, and one past the last.</summary>
    public (int From, int To) Columns(int ox) => Inside(ox * StrideW - PadLeft, WindowWidth, Width);

    /// <summary>The window along the width.</summary>
    public WindowAxis AxisW
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Width, OutWidth, WindowWidth, StrideW, PadLeft);
    }

    private static (int From, int To) Inside(int start, int size, int length) =>
        (Math.Clamp(start, 0, length), Math.Clamp(start + size, 0, length));
}
