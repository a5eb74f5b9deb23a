namespace ConvNotebooks.Interactive.Drawing;

/// <summary>
/// What the colours of the drawings stand for, one meaning each: the CS231n demo's tints for input, weights and output, and
/// strong colours of the Okabe-Ito palette, which every kind of colour blindness tells apart.
/// </summary>
internal static class Ink
{
    /// <summary>Text on a tint, whatever the page's ground.</summary>
    public const int OnTint = 0x1A1A1A;

    /// <summary>Zero-padding: the demo's grey.</summary>
    public const int Padding = 0xDDDDDD;

    /// <summary>An input value: the demo's blue.</summary>
    public const int Input = 0xDDDDFF;

    /// <summary>A weight: the demo's red.</summary>
    public const int Weight = 0xFFDDDD;

    /// <summary>An output value: the demo's green.</summary>
    public const int Output = 0xDDFFDD;

    /// <summary>The edge of tinted cells.</summary>
    public const int Edge = 0x999999;

    /// <summary>The edge of what is looked at.</summary>
    public const int Mark = 0xD55E00;

    /// <summary>What does not fit.</summary>
    public const int Wrong = 0xE03030;

    /// <summary>The first strong colour: a window, a line, bars.</summary>
    public const int Blue = 0x0072B2;

    /// <summary>The second strong colour.</summary>
    public const int Orange = 0xE69F00;

    /// <summary>The third strong colour.</summary>
    public const int Green = 0x009E73;
}
