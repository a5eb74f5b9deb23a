namespace ConvNotebooks.Routines;

/// <summary>The arguments of a register tile of a filter gradient over a list of gradients. Steps and offsets count floats.</summary>
internal unsafe struct WinnerTile
{
    /// <summary>Chains in vectors: the places of the window, then the gradients themselves.</summary>
    public const int Sums = 10;

    /// <summary>The input in blocks, with whatever is padding there as zeros: the first vector of channels.</summary>
    public float* X;

    /// <summary>From one row to the next, and from the first vector of channels to the second.</summary>
    public nint RowStep, Second;

    /// <summary>Where the window of each gradient begins, from X, and the gradients, in the order in which they are added.</summary>
    public int* Windows;

    /// <inheritdoc cref="Windows"/>
    public float* Gradients;

    public int Count;

    /// <summary>The chains of the 3x3 places of the window, vector after vector, then the sum of the gradients; they go on from there.</summary>
    public float* Sums0, Sums1;
}
