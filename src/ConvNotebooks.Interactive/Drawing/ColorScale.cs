namespace ConvNotebooks.Interactive.Drawing;

/// <summary>A range of values as colours: a fixed number of steps, so that a picture stays within a palette.</summary>
internal sealed class ColorScale
{
    /// <summary>How many colours a scale has.</summary>
    public const int Steps = 192;

    // Seventeen colours each, evenly spaced in OKLab lightness (Ottosson 2020), so that equal steps look equal and the
    // order survives grey print and every kind of colour blindness. Sequential: dark violet, teal, yellow. Signed: blue
    // below, light grey for zero, brown above.
    private static readonly int[] SequentialColors =
    [
        0x1F004E, 0x1D1065, 0x102378, 0x003A77, 0x004C78, 0x055C7D, 0x036B84, 0x057B8A, 0x048C8F,
        0x039D91, 0x01AE90, 0x0CC087, 0x56CD7C, 0x88D775, 0xB2E074, 0xD7E879, 0xF8F085,
    ];

    private static readonly int[] SignedColors =
    [
        0x014F8A, 0x0064AD, 0x057AD0, 0x4691DA, 0x6DA7E3, 0x92BDEA, 0xB4D1F0, 0xD6E5F4, 0xF5F5F5,
        0xF2DED3, 0xECC5AF, 0xE3AA8B, 0xD88E64, 0xCC723A, 0xBA5703, 0x9A4602, 0x7B3702,
    ];

    private readonly int[] colors;

    private ColorScale(int[] colors, double from, double to) => (this.colors, From, To) = (colors, from, to);

    /// <summary>The value of the first colour; what lies below has it too.</summary>
    public double From { get; }

    /// <summary>The value of the last colour; what lies above has it too.</summary>
    public double To { get; }

    /// <summary>The colour of NaN, which no scale holds.</summary>
    public static int NotANumber => 0xE6007E;

    /// <summary>Dark for the least value, light for the greatest.</summary>
    public static ColorScale Sequential(double from, double to) => new(SequentialColors, from, to);

    /// <summary>Blue below zero, brown above, as strong as the value is far from zero.</summary>
    public static ColorScale Signed(double limit) => new(SignedColors, -limit, limit);

    /// <summary>Black for the least value, white for the greatest.</summary>
    public static ColorScale GreyLevels(double from, double to) => new([0x000000, 0xFFFFFF], from, to);

    /// <summary>Colours evenly spaced from the first to the last.</summary>
    public static ColorScale Of(int[] colors, double from, double to) => new(colors, from, to);

    /// <summary>The signed scale where there are values on both sides of zero, otherwise the sequential one.</summary>
    public static ColorScale Fitting(double least, double greatest) => least < 0 && greatest > 0
        ? Signed(Math.Max(-least, greatest))
        : Sequential(least, greatest);

    /// <summary>The colour of a value, 0xRRGGBB.</summary>
    public int this[double value] => double.IsNaN(value) ? NotANumber : Between(Position(value));

    /// <summary>All its colours, from the least value to the greatest.</summary>
    public IReadOnlyList<int> Palette => [.. Enumerable.Range(0, Steps).Select(i => Between((double)i / (Steps - 1)))];

    /// <summary>The colours in order as CSS writes them, with their places from 0 to 1.</summary>
    public IEnumerable<(double Place, string Color)> Stops =>
        colors.Select((c, i) => ((double)i / (colors.Length - 1), $"#{c:x6}"));

    private double Position(double value)
    {
        var place = To > From ? (value - From) / (To - From) : 0.5;
        return Math.Round(Math.Clamp(place, 0, 1) * (Steps - 1), MidpointRounding.AwayFromZero) / (Steps - 1);
    }

    private int Between(double place)
    {
        var at = place * (colors.Length - 1);
        var i = Math.Min((int)at, colors.Length - 2);
        int Channel(int shift)
        {
            int a = (colors[i] >> shift) & 255, b = (colors[i + 1] >> shift) & 255;
            return (int)(a + (b - a) * (at - i) + 0.5) << shift;
        }

        return Channel(16) | Channel(8) | Channel(0);
    }
}
