namespace ConvNotebooks.Interactive;

/// <summary>A volume in oblique projection: depth across, height upwards, width into the page. Its front's lower left corner is at (x, y).</summary>
/// <param name="X">The left edge, in pixels.</param>
/// <param name="Y">The lower edge.</param>
/// <param name="Thickness">Pixels for the depth.</param>
/// <param name="Height">Pixels for the height.</param>
/// <param name="Slant">Pixels to the right and upwards for the width.</param>
internal readonly record struct Slab(double X, double Y, double Thickness, double Height, double Slant)
{
    /// <summary>Pixels from its lowest to its highest corner, halved.</summary>
    public double Half => (Height + Slant) / 2;

    /// <summary>Pixels from its left to its right corner.</summary>
    public double Width => Thickness + Slant;

    public (double, double)[] FrontFace => Front(0, 1);

    public (double, double)[] TopFace =>
        [(X, Y - Height), (X + Thickness, Y - Height), (X + Thickness + Slant, Y - Height - Slant), (X + Slant, Y - Height - Slant)];

    public (double, double)[] SideFace => OnSide(0, 0, 1, 1);

    /// <summary>Slices on the front face, in parts of the depth.</summary>
    public (double, double)[] Front(double from, double to) =>
        [(X + from * Thickness, Y), (X + to * Thickness, Y), (X + to * Thickness, Y - Height), (X + from * Thickness, Y - Height)];

    /// <summary>A rectangle on the side face, in parts of its width and height.</summary>
    public (double, double)[] OnSide(double u, double v, double width, double height) =>
        [At(u, v), At(u + width, v), At(u + width, v + height), At(u, v + height)];

    private (double, double) At(double u, double v) => (X + Thickness + u * Slant, Y - v * Height - u * Slant);
}
