namespace ConvNotebooks.Routines;

/// <summary>
/// One tap of tiles with pixels in the lanes: where its numbers are, from the tile's first pixel in its plane, in floats and as
/// row and column; and where its weight is, from the filter's first of the tile's first channel.
/// </summary>
internal readonly record struct PixelTap(int Input, int Weight, int Row, int Column);
