namespace ConvNotebooks.Routines;

/// <summary>The arguments of a register tile of places of a window's row. Steps and offsets count floats.</summary>
internal unsafe struct WindowTile
{
    /// <summary>What the tile's first place of the first output pixel sees in the first channel; it may be padding.</summary>
    public float* X;

    /// <summary>From one output's row and column to the next, and from one channel to the next, in the input.</summary>
    public nint XRowStep, XStep, ChannelStep;

    /// <summary>Gradients of the first output pixel, first vector of filters.</summary>
    public float* W;

    /// <summary>From one output's row and column to the next, to the second vector, and to the next pair of vectors (<see cref="Apart"/>).</summary>
    public nint WRowStep, WStep, SecondStep, PairStep;

    /// <summary>Output rows, and pixels of each.</summary>
    public int Rows, Pixels;

    /// <summary>The steps of a row, [First, Last), whose input column is no padding; step n is output n of the first place, n − 1 of the second, ….</summary>
    public int First, Last;

    /// <summary>The chains of the first place in the first channel; the second vector's are beside the first's.</summary>
    public float* Sums;

    /// <summary>From one place (or pair of vectors) and channel to the next.</summary>
    public nint SumPlaceStep, SumChannelStep;

    /// <summary>Whether the chains go on from what is there; if not, they begin at 0.</summary>
    public bool Resume;
}

/// <summary>What a tile's places have in common, known to the compiler as a type.</summary>
internal interface IPlaces
{
    /// <summary>Whether an input column that one place sees at an output is what the next place sees at the output before it.</summary>
    static abstract bool Slide { get; }
}

/// <summary>Every place sees the columns of the place before it, an output earlier.</summary>
internal readonly struct Sliding : IPlaces
{
    public static bool Slide => true;
}

/// <summary>One place alone, with a pair of vectors of filters for each that the tile counts.</summary>
internal readonly struct Apart : IPlaces
{
    public static bool Slide => false;
}
