namespace ConvNotebooks.Routines;

/// <summary>Where one tap's numbers are, from the tile's first input pixel and from its weights, in floats.</summary>
internal readonly record struct Tap(int X, int W);

/// <summary>The arguments of a register tile. Steps and offsets count floats.</summary>
/// <remarks>
/// The routines (<see cref="TileRoutine{L, V, R, F, T}"/> and its kin) and the classes that call them by their sizes are written by
/// the templates of <c>src/ConvNotebooks.Tiles</c>, a file for each kind of tile: this folder has what they and their callers share.
/// </remarks>
internal unsafe struct Tile
{
    /// <summary>The input number that tap offset 0 of the first pixel means.</summary>
    public float* X;

    /// <summary>From one pixel of the tile to the next, in the input.</summary>
    public nint XStep;

    /// <summary>Pixels of an input plane, in a pointwise tile.</summary>
    public nint Plane;

    public Tap* Taps;

    public int TapCount;

    /// <summary>Where taps are rows of a window (<see cref="RowTileRoutine{L, V, R, F}"/>, <see cref="WideTileRoutine{L, V, R, F, X}"/>): from the weights of one column to the next one's.</summary>
    public nint TapStep;

    /// <summary>In a wide tile: a row's columns, and from the inputs of one to the next one's.</summary>
    public nint RowTaps, XTap;

    /// <summary>Where taps are rows of a window: how many of the first pixel's first columns, and of the last one's last, are outside the image.</summary>
    public int CutFirst, CutLast;

    /// <summary>Packed weights of the first and the second vector of filters.</summary>
    public float* W0, W1;

    /// <summary>What a later tile reads, asked for a little at every tap, so that it comes in time; only where <see cref="ITaps.Ahead"/>, and where taps are rows of a window.</summary>
    public byte* Ahead;

    /// <summary>Bytes of it per tap; a row of a window asks once for each of its columns.</summary>
    public nint AheadStep;

    /// <summary>Where the chains start, unless they resume from what is in the output.</summary>
    public float* Bias0, Bias1;

    public bool Resume;

    /// <summary>Whether what is stored is rectified: numbers below 0 become 0.</summary>
    public bool Rectify;

    /// <summary>The first pixel's outputs, first and second vector.</summary>
    public float* Y0, Y1;

    /// <summary>From one pixel of the tile to the next, and from one vector of filters to the next, in the output.</summary>
    public nint YStep, YVector;
}
