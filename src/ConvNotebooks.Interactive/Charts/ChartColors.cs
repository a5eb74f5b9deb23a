using System.Globalization;
using System.Text.RegularExpressions;

namespace ConvNotebooks.Interactive;

/// <summary>Colours as Plotly figures write them.</summary>
internal static partial class ChartColors
{
    /// <summary>A colour of the form <c>#rrggbb</c>, <c>rgb(r, g, b)</c> or <c>rgba(r, g, b, a)</c>; null for any other.</summary>
    public static int? Parse(string? color)
    {
        if (color is null)
            return null;
        if (Hexadecimal().Match(color) is { Success: true } hex)
            return int.Parse(hex.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (Decimal().Match(color) is not { Success: true } rgb)
            return null;
        int Channel(int group) => Math.Clamp((int)(double.Parse(rgb.Groups[group].ValueSpan, CultureInfo.InvariantCulture) + 0.5), 0, 255);
        return Channel(1) << 16 | Channel(2) << 8 | Channel(3);
    }

    [GeneratedRegex("^#([0-9A-Fa-f]{6})$")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"^rgba?\(\s*([\d.]+)\s*,\s*([\d.]+)\s*,\s*([\d.]+)")]
    private static partial Regex Decimal();
}
