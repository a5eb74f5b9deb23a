namespace ConvNotebooks;

/// <summary>
/// How a convolution is computed. What each of them does is a function of the shape alone, never of the machine, of a timing or
/// of the number of threads, so that a network computes the same bits everywhere.
/// </summary>
public enum ConvAlgorithm
{
    /// <summary>
    /// The fastest algorithm for the shape among those that give the reference's bits: a routine of its own where every group is
    /// one channel (depthwise), <see cref="Direct"/> elsewhere.
    /// </summary>
    Auto,

    /// <summary>Register-tiled direct convolution; the same bits as <see cref="Reference"/>.</summary>
    Direct,

    /// <summary>
    /// Winograd's F(4x4, 3x3) for 3x3 filters of stride 1 on volumes large enough to gain from it (8x8 pixels, 32 channels and 32
    /// filters at least), direct elsewhere: forward and for both gradients, so that training is faster too; but for the filters
    /// before a 2x2 max-pooling, whose few gradients are multiplied directly. Other bits than <see cref="Reference"/>, the same on every
    /// machine, and about four times its rounding error (root mean square; ten times at worst), one to four times in the gradient of
    /// the filters.
    /// </summary>
    Winograd,

    /// <summary>
    /// Every receptive field is copied into a column of a matrix, which the filters, a matrix too, multiply; the same bits as
    /// <see cref="Reference"/>. It takes the memory of a matrix F·F times as large as an image; what <see cref="Im2col"/> shows.
    /// Forward only: gradients are direct.
    /// </summary>
    Im2col,

    /// <summary>The nested loops that define the operation; slow, kept as the yardstick.</summary>
    Reference,
}
