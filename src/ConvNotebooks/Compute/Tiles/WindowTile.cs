namespace ConvNotebooks.Routines;

/// <summary>The arguments of a register tile of places of a window's row. Steps and offsets count floats.</summary>
internal unsafe struct WindowTile
{
    /// <summary>What the tile's first place of the first output pixel sees in the first channel; it may be padding.</summary>
    public float* X;

    /// <summary>From one channel to the next, and from one output's row and column to the next, in the input.</summary>
    public nint PlaneStep, XRowStep, XStep;

    /// <summary>The column of X in its row, and how many columns a row has.</summary>
    public int Column, Width;

    /// <summary>Gradients of the first output pixel, first and second vector of filters.</summary>
    public float* W0, W1;

    /// <summary>From one output's row and column to the next.</summary>
    public nint WRowStep, WStep;

    /// <summary>Output rows, and pixels of each.</summary>
    public int Rows, Pixels;

    /// <summary>The chains of the first place in the first channel, first and second vector of filters; they go on from there.</summary>
    public float* Sums0, Sums1;

    public nint SumPlaceStep, SumChannelStep;
}
