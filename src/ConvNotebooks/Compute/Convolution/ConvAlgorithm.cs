namespace ConvNotebooks;

/// <summary>How a convolution is computed. Each choice is a function of the shape alone, never of the machine.</summary>
public enum ConvAlgorithm
{
    /// <summary>The fastest algorithm for the shape among those that give the reference's bits.</summary>
    Auto,

    /// <summary>Register-tiled direct convolution; the same bits as <see cref="Reference"/>.</summary>
    Direct,

    /// <summary>The nested loops that define the operation; slow, kept as the yardstick.</summary>
    Reference,
}
