using static ConvNotebooks.Tiles.Text;

namespace ConvNotebooks.Tiles;

/// <summary>
/// How a routine reaches pixels that are s floats apart: from a base that moves on after every four, because four steps are what an
/// addressing mode reaches with two registers, s and s3.
/// </summary>
internal static class Steps
{
    /// <summary>From the base to a pixel.</summary>
    public static string To(int pixel) => (pixel % 4) switch { 0 => "0", 1 => "s", 2 => "2 * s", _ => "s3" };

    /// <summary>Moves p, the base, before a pixel that is the first of four, in tiles where the condition holds.</summary>
    public static string MoveOn(int pixel, string when) => pixel > 0 && pixel % 4 == 0 ? If(when, "p += 4 * s;") : "";
}
