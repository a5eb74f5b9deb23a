namespace ConvNotebooks.Interactive.Drawing;

/// <summary>Where a label lies about its place.</summary>
internal enum Anchor
{
    /// <summary>It begins there.</summary>
    Start,

    /// <summary>Its middle is there.</summary>
    Middle,

    /// <summary>It ends there.</summary>
    End,
}

/// <summary>
/// A picture of 24-bit pixels on a white ground, with the few strokes that views need. Places are in pixels from the top
/// left; what falls outside is left out.
/// </summary>
internal sealed class Canvas
{
    /// <summary>The ground: pictures are white, so that they read on dark pages too.</summary>
    public const int White = 0xFFFFFF;

    /// <summary>The colour of labels.</summary>
    public const int Ink = 0x222222;

    /// <summary>The colour of secondary labels and axes.</summary>
    public const int Grey = 0x666666;

    /// <summary>The colour of grid lines.</summary>
    public const int Faint = 0xDDDDDD;

    private readonly int[] pixels;

    /// <summary>Creates a white picture.</summary>
    /// <param name="width">Pixels along x.</param>
    /// <param name="height">Pixels along y.</param>
    public Canvas(int width, int height)
    {
        (Width, Height) = (width, height);
        pixels = new int[checked(width * height)];
        Array.Fill(pixels, White);
    }

    /// <summary>Pixels along x.</summary>
    public int Width { get; }

    /// <summary>Pixels along y.</summary>
    public int Height { get; }

    /// <summary>One pixel as 0xRRGGBB.</summary>
    public int this[int x, int y]
    {
        get => pixels[y * Width + x];
        set
        {
            if ((uint)x < (uint)Width && (uint)y < (uint)Height)
                pixels[y * Width + x] = value;
        }
    }

    /// <summary>Fills a rectangle.</summary>
    public void Fill(int x, int y, int width, int height, int color)
    {
        var (left, right) = (Math.Clamp(x, 0, Width), Math.Clamp(x + width, 0, Width));
        for (var row = Math.Max(0, y); row < Math.Min(Height, y + height); row++)
            pixels.AsSpan(row * Width + left, right - left).Fill(color);
    }

    /// <summary>Draws the one-pixel edge around a rectangle, outside it.</summary>
    public void Frame(int x, int y, int width, int height, int color)
    {
        Fill(x - 1, y - 1, width + 2, 1, color);
        Fill(x - 1, y + height, width + 2, 1, color);
        Fill(x - 1, y, 1, height, color);
        Fill(x + width, y, 1, height, color);
    }

    /// <summary>Draws a line of some thickness with flat ends.</summary>
    public void Line((double X, double Y) from, (double X, double Y) to, double thickness, int color)
    {
        double dx = to.X - from.X, dy = to.Y - from.Y;
        var length = Math.Sqrt(dx * dx + dy * dy);
        if (length == 0)
            return;
        double ox = -dy / length * thickness / 2, oy = dx / length * thickness / 2;
        Polygon([[(from.X + ox, from.Y + oy), (to.X + ox, to.Y + oy), (to.X - ox, to.Y - oy), (from.X - ox, from.Y - oy)]], color);
    }

    /// <summary>Fills closed contours, their edges smoothed.</summary>
    public void Polygon(IReadOnlyList<(double X, double Y)[]> contours, int color) =>
        Coverage.Fill(contours, Width, Height, (x, y, part) => this[x, y] = Mix(this[x, y], color, part));

    /// <summary>Writes one line of text; <paramref name="y"/> is the base line.</summary>
    public void Text(double x, double y, string text, double size, int color = Ink, Anchor anchor = Anchor.Start)
    {
        var start = anchor switch { Anchor.Start => x, Anchor.Middle => x - TextWidth(text, size) / 2, _ => x - TextWidth(text, size) };
        Write(text, size, color, (along, up) => (start + along, y - up));
    }

    /// <summary>Writes one line of text from the bottom upwards; (x, y) is the middle of its base line.</summary>
    public void TextUpwards(double x, double y, string text, double size, int color = Ink)
    {
        var start = y + TextWidth(text, size) / 2;
        Write(text, size, color, (along, up) => (x - up, start - along));
    }

    /// <summary>Writes one line of text that rises to the right at an angle of 45 degrees.</summary>
    public void TextSlanted(double x, double y, string text, double size, int color = Ink)
    {
        const double half = 0.7071067811865476;
        Write(text, size, color, (along, up) => (x + (along - up) * half, y - (along + up) * half));
    }

    /// <summary>Fills the outlines of a text; the places along and above its base line are turned into pixels.</summary>
    private void Write(string text, double size, int color, Func<double, double, (double X, double Y)> place)
    {
        var font = OutlineFont.Sans;
        var unit = size / font.UnitsPerEm;
        var pen = 0.0;
        var contours = new List<(double X, double Y)[]>();
        foreach (var glyph in text.Select(font.Glyph))
        {
            var start = pen;
            contours.AddRange(font.Contours(glyph).Select(c => c.Select(p => place(start + p.X * unit, p.Y * unit)).ToArray()));
            pen += font.Advance(glyph) * unit;
        }

        Polygon(contours, color);
    }

    /// <summary>The width of a line of text in pixels.</summary>
    public static double TextWidth(string text, double size) =>
        text.Sum(c => OutlineFont.Sans.Advance(OutlineFont.Sans.Glyph(c))) * size / OutlineFont.Sans.UnitsPerEm;

    /// <summary>The upper part of the picture, or all of it.</summary>
    public Canvas Upper(int height)
    {
        var part = new Canvas(Width, Math.Min(height, Height));
        pixels.AsSpan(0, part.pixels.Length).CopyTo(part.pixels);
        return part;
    }

    /// <summary>The picture as a PNG file.</summary>
    public byte[] ToPng() => Png.Encode(Width, Height, pixels);

    /// <summary>Sixteen steps of mixing are enough for smooth edges, and leave the palette room for the picture's colours.</summary>
    private static int Mix(int below, int above, double part)
    {
        var weight = (int)(part * 15 + 0.5);
        int Channel(int shift) => ((((below >> shift) & 255) * (15 - weight) + ((above >> shift) & 255) * weight + 7) / 15) << shift;
        return Channel(16) | Channel(8) | Channel(0);
    }
}
