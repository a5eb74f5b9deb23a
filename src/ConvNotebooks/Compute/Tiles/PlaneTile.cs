namespace ConvNotebooks.Routines;

/// <summary>The arguments of a register tile that convolves planes with pixels in the lanes. Steps and offsets count floats.</summary>
internal unsafe struct PlaneTile
{
    /// <summary>The input's planes, and the place in each of what tap offset 0 means for the first row.</summary>
    public float** Planes;

    public int PlaneCount;

    public nint Offset;

    /// <summary>From one row of the tile to the next, in the input.</summary>
    public nint RowStep;

    /// <summary>The taps of one plane.</summary>
    public PixelTap* Taps;

    public int TapCount;

    /// <summary>Weights of the first plane, those of the tile's filters side by side; and from one plane to the next.</summary>
    public float* Weights;

    public nint WeightPlaneStep;

    /// <summary>What the chains begin with, one per filter of the tile.</summary>
    public float* Biases;

    /// <summary>A mask for every column of a plane, all bits set, with none on either side of them; at the column of tap offset 0.</summary>
    public float* Columns;

    /// <summary>The first row's outputs of the first filter; from one row to the next, and from one filter to the next.</summary>
    public float* Y;

    public nint YStep, YPlane;

    /// <summary>Where the next tile writes: its lines are asked for.</summary>
    public float* YAhead;
}
