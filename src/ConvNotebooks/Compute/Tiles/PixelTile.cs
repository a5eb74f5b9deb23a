namespace ConvNotebooks.Routines;

/// <summary>The arguments of a register tile with pixels in the lanes. Steps and offsets count floats.</summary>
internal unsafe struct PixelTile
{
    /// <summary>The planes whose numbers are multiplied, one per filter, and the place in each of what tap offset 0 means.</summary>
    public float** Planes;

    public int PlaneCount;

    public nint Offset;

    /// <summary>Planes whose rows, from a place on, a later tile reads, or null: they are fetched into the nearest cache.</summary>
    public float** Ahead;

    public nint AheadOffset;

    public int AheadRows;

    /// <summary>From one row of the tile to the next, in a plane.</summary>
    public nint RowStep;

    /// <summary>The taps of one filter.</summary>
    public PixelTap* Taps;

    public int TapCount;

    /// <summary>Weights of the first filter, for the tile's first channel.</summary>
    public float* Weights;

    public nint WeightPlaneStep, WeightChannelStep;

    /// <summary>A mask for every column of a plane, all bits set, with none on either side of them; at the column of tap offset 0.</summary>
    public float* Columns;

    /// <summary>The plane's row of tap offset 0, and its number of rows.</summary>
    public int Row, Rows;

    /// <summary>Whether chains go on from what is in Sums.</summary>
    public bool Resume;

    /// <summary>The first row's outputs in the first channel.</summary>
    public float* Sums;

    public nint SumRowStep, SumChannelStep;
}
