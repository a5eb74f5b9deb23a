namespace ConvNotebooks;

/// <summary>How a convolution is computed. Each choice is a function of the shape alone, never of the machine.</summary>
public enum ConvAlgorithm
{
    /// <summary>The fastest algorithm for the shape among those that give the reference's bits.</summary>
    Auto,

    /// <summary>Register-tiled direct convolution; the same bits as <see cref="Reference"/>.</summary>
    Direct,

    /// <summary>
    /// Winograd's F(4x4, 3x3) for 3x3 filters of stride 1 on volumes large enough to gain from it, direct elsewhere. Other bits
    /// than <see cref="Reference"/> and about four times its rounding error (root mean square; ten times at worst). Forward
    /// only: gradients are direct.
    /// </summary>
    Winograd,

    /// <summary>The nested loops that define the operation; slow, kept as the yardstick.</summary>
    Reference,
}
