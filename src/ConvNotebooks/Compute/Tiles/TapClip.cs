namespace ConvNotebooks.Routines;

/// <summary>
/// How many pixels at either end of a tile a tap leaves out, because it lies in their padding: at most three at each end, in
/// the four lowest bits of a tap's weight offset, which is a multiple of 16.
/// </summary>
internal static class TapClip
{
    /// <summary>The most pixels that can be left out at one end.</summary>
    public const int Most = 3;

    /// <summary>The bits of a weight offset that hold it.</summary>
    public const int Mask = 15;

    public static int Of(int first, int last) => first | last << 2;

    /// <summary>Pixels left out before the first.</summary>
    public static int First(int clip) => clip & 3;

    /// <summary>Pixels left out after the last.</summary>
    public static int Last(int clip) => clip >> 2;
}

/// <summary>What a tile does at each tap, known to the compiler as a type.</summary>
internal interface ITaps
{
    /// <summary>Whether a tap may leave out pixels at the ends of the tile (<see cref="TapClip"/>).</summary>
    static abstract bool Clipped { get; }

    /// <summary>Whether every tap asks for a line of memory that a later tile reads (<see cref="Tile.Ahead"/>).</summary>
    static abstract bool Ahead { get; }
}

/// <summary>Every tap is a tap of every pixel.</summary>
internal readonly struct WholeTaps : ITaps
{
    public static bool Clipped => false;

    public static bool Ahead => false;
}

/// <summary>A tap may leave out pixels at the ends of the tile (<see cref="TapClip"/>).</summary>
internal readonly struct ClippedTaps : ITaps
{
    public static bool Clipped => true;

    public static bool Ahead => false;
}

/// <summary>As <see cref="WholeTaps"/>, and memory is asked for.</summary>
internal readonly struct WholeTapsAhead : ITaps
{
    public static bool Clipped => false;

    public static bool Ahead => true;
}

/// <summary>As <see cref="ClippedTaps"/>, and memory is asked for.</summary>
internal readonly struct ClippedTapsAhead : ITaps
{
    public static bool Clipped => true;

    public static bool Ahead => true;
}
