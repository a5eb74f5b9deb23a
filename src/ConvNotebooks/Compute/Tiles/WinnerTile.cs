using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The arguments of a register tile over one filter's list of gradients, of 3x3 windows in blocks: <see cref="WinnerTileRoutine{L, V, F}"/>
/// sums what they see, <see cref="WinnerSpreadRoutine{L, V, F}"/> spreads them over it. Steps and offsets count floats.
/// </summary>
internal unsafe struct WinnerTile
{
    /// <summary>Chains in vectors: the places of the window, then the gradients themselves.</summary>
    public const int Sums = 10;

    /// <summary>The input, or its gradient, in blocks, with room for whatever is padding: the first vector of channels.</summary>
    public float* X;

    /// <summary>From one row to the next, and from the first vector of channels to the second.</summary>
    public nint RowStep, Second;

    /// <summary>Where the window of each gradient begins, from X, and the gradients, in the order in which they are added.</summary>
    public int* Windows;

    /// <inheritdoc cref="Windows"/>
    public float* Gradients;

    public int Count;

    /// <summary>
    /// The filter's places in the first and the second vector of channels: <see cref="Sums"/> that go on from there, vector after
    /// vector, or its weights, a block apart.
    /// </summary>
    public float* Places0, Places1;

    /// <summary>Goes to a vector of channels, and the next one, in the blocks that begin at x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void To(float* x, nint plane, int channel, int lanes)
    {
        const int Block = PackedFilters.Block;
        var next = channel + lanes;
        X = x + channel / Block * plane + channel % Block;
        Second = (nint)(x + next / Block * plane + next % Block - X);
    }
}
