namespace ConvNotebooks.Routines;

/// <summary>What becomes of a convolution's outputs before they are stored; first rectified, then pooled or masked.</summary>
[Flags]
internal enum ConvStore
{
    /// <summary>Nothing.</summary>
    Plain = 0,

    /// <summary>Below zero becomes 0.</summary>
    Rectify = 1,

    /// <summary>
    /// The largest of each 2x2 square of pixels, stride 2, into blocked activations of half the height and width; for an even
    /// number of rows and columns and a window of more than one tap.
    /// </summary>
    MaxPool = 2,

    /// <summary>
    /// 0 where the number at the same place beside it is not above 0: the gradient of a rectifier, whose output lies there in
    /// the layout of what is stored, blocks.
    /// </summary>
    Mask = 4,
}
