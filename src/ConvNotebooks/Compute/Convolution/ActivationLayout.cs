namespace ConvNotebooks.Routines;

/// <summary>How the numbers of an activation volume follow each other.</summary>
internal enum ActivationLayout
{
    /// <summary>Image, channel, row, column: the layout of a tensor.</summary>
    Nchw,

    /// <summary>Image, block of 16 channels, row, column, channel in the block: the layout inside a network. Absent channels are there.</summary>
    Nchw16c,
}
