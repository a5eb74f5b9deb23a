namespace ConvNotebooks.Routines;

/// <summary>What comes back to a convolution whose outputs went through max pooling of 2x2 squares, all three blocked.</summary>
internal readonly unsafe struct PooledGradient(float* dy, float* rectified, float* switches)
{
    /// <summary>The gradient of the pooling's output.</summary>
    public float* Dy => dy;

    /// <summary>The pooling's output, if a rectifier is before it: gradients count where it is above 0; otherwise null.</summary>
    public float* Rectified => rectified;

    /// <summary>Which pixel of each square was the largest (<see cref="BlockedSwitches"/>).</summary>
    public float* Switches => switches;

    /// <summary>The same from so many numbers on.</summary>
    public PooledGradient At(nint offset) => new(dy + offset, rectified == null ? null : rectified + offset, switches + offset);
}
