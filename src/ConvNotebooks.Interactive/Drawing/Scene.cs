using System.Globalization;
using System.Text;

namespace ConvNotebooks.Interactive.Drawing;

/// <summary>
/// A drawing as a list of marks: one description gives the PNG and the SVG. In the SVG ink and grey take the
/// colour of the page's text, so that they read on dark pages; every mark may tell its value on hover.
/// </summary>
internal sealed class Scene
{
    private readonly List<(Action<Canvas> Paint, string Svg)> marks = [];

    /// <summary>Begins an empty drawing.</summary>
    /// <param name="title">What it shows, in words, for those who do not see it.</param>
    public Scene(string title) => Title = title;

    /// <summary>What it shows, in words.</summary>
    public string Title { get; }

    /// <summary>Pixels along x: as far as the marks reach, and a margin.</summary>
    public int Width { get; private set; } = 1;

    /// <summary>Pixels along y.</summary>
    public int Height { get; private set; } = 1;

    /// <summary>Pixels left free right of and below the marks.</summary>
    public int Margin { get; init; } = 10;

    /// <summary>A rectangle; a negative colour leaves it empty.</summary>
    public Scene Rectangle(double x, double y, double width, double height, int color, int edge = -1, string? hover = null, double thickness = 1)
    {
        Reach(x + width, y + height);
        (double, double)[] corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
        return Add(canvas => Paint(canvas, corners, color, edge, thickness),
            $"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\"{Fill(color)}{Edge(edge, thickness)}", "rect", hover);
    }

    /// <summary>A closed outline; a negative colour leaves it empty.</summary>
    public Scene Polygon((double X, double Y)[] points, int color, int edge = -1, string? hover = null, double thickness = 1)
    {
        Reach(points.Max(p => p.X), points.Max(p => p.Y));
        return Add(canvas => Paint(canvas, points, color, edge, thickness),
            $"<polygon points=\"{string.Join(' ', points.Select(p => $"{N(p.X)},{N(p.Y)}"))}\"{Fill(color)}{Edge(edge, thickness)}", "polygon", hover);
    }

    /// <summary>A disc about (x, y).</summary>
    public Scene Disc(double x, double y, double radius, int color, int edge, string? hover = null)
    {
        const int sides = 24;
        Reach(x + radius, y + radius);
        return Add(canvas => Paint(canvas, [.. Enumerable.Range(0, sides).Select(Corner)], color, edge, 1),
            $"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\"{Fill(color)}{Edge(edge, 1)}", "circle", hover);

        // Points of a quarter from whole-numbered steps, without sines, which differ between machines.
        (double, double) Corner(int i)
        {
            var (quarter, t) = (i / (sides / 4), i % (sides / 4) / (sides / 4.0));
            double along = radius * (1 - t * t) / (1 + t * t), across = radius * 2 * t / (1 + t * t);
            return quarter switch { 0 => (x + along, y + across), 1 => (x - across, y + along), 2 => (x - along, y - across), _ => (x + across, y - along) };
        }
    }

    /// <summary>A straight line.</summary>
    public Scene Line((double X, double Y) from, (double X, double Y) to, int color, double thickness = 1, string? hover = null)
    {
        Reach(Math.Max(from.X, to.X), Math.Max(from.Y, to.Y));
        return Add(canvas => canvas.Line(from, to, thickness, color),
            $"<line x1=\"{N(from.X)}\" y1=\"{N(from.Y)}\" x2=\"{N(to.X)}\" y2=\"{N(to.Y)}\"{Edge(color, thickness)}", "line", hover);
    }

    /// <summary>Level and upright lines from corner to corner, the corners rounded; what they share is drawn once.</summary>
    public Scene Lines(IReadOnlyCollection<IReadOnlyList<(double X, double Y)>> lines, int color, double thickness = 1)
    {
        if (lines.Count == 0)
            return this;
        var rounded = new RoundedLines(lines);
        Reach(rounded.Reach.X, rounded.Reach.Y);
        return Add(canvas => rounded.Paint(canvas, color, thickness), $"<path d=\"{rounded.ToSvg(N)}\" fill=\"none\"{Edge(color, thickness)}", "path", null);
    }

    /// <summary>One line of text; <paramref name="y"/> is the base line.</summary>
    public Scene Text(double x, double y, string text, double size, int color = Canvas.Ink, Anchor anchor = Anchor.Start)
    {
        var width = Canvas.TextWidth(text, size);
        Reach(x + anchor switch { Anchor.Start => width, Anchor.Middle => width / 2, _ => 0 }, y + size / 4);
        var place = anchor switch { Anchor.Start => "", Anchor.Middle => " text-anchor=\"middle\"", _ => " text-anchor=\"end\"" };
        marks.Add((canvas => canvas.Text(x, y, text, size, color, anchor),
            $"<text x=\"{N(x)}\" y=\"{N(y)}\" font-size=\"{N(size)}\"{Fill(color)}{place}"
            + (text.Length > 3 ? $" textLength=\"{N(width)}\"" : "") + $">{View.Escape(text)}</text>"));
        return this;
    }

    /// <summary>One line of text that rises to the right from its base at an angle of 45 degrees.</summary>
    public Scene Slanted(double x, double y, string text, double size, int color = Canvas.Ink)
    {
        var width = Canvas.TextWidth(text, size);
        Reach(x + width * 0.72, y);
        marks.Add((canvas => canvas.TextSlanted(x, y, text, size, color),
            $"<text x=\"{N(x)}\" y=\"{N(y)}\" font-size=\"{N(size)}\"{Fill(color)} transform=\"rotate(-45 {N(x)} {N(y)})\">{View.Escape(text)}</text>"));
        return this;
    }

    /// <summary>Text in lines no wider than a width; gives the base line after the last.</summary>
    public double Paragraph(double x, double y, string text, double size, double width, int color = Canvas.Ink)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && Canvas.TextWidth($"{line} {word}", size) > width)
            {
                Text(x, y, line.ToString(), size, color);
                y += Math.Round(size * 1.4);
                line.Clear();
            }

            line.Append(line.Length == 0 ? "" : " ").Append(word);
        }

        Text(x, y, line.ToString(), size, color);
        return y + Math.Round(size * 1.4);
    }

    /// <summary>The drawing as an SVG element, presentation attributes alone.</summary>
    /// <param name="alone">Whether it is to stand in a file of its own, which names its language.</param>
    public string ToSvg(bool alone = false) => $"<svg{(alone ? " xmlns=\"http://www.w3.org/2000/svg\" color=\"#222222\"" : "")} width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" "
        + $"aria-label=\"{View.Escape(Title)}\" font-family=\"DejaVu Sans, Verdana, sans-serif\">{string.Concat(marks.Select(m => m.Svg))}</svg>";

    /// <summary>The drawing as a PNG file.</summary>
    public byte[] ToPng()
    {
        var canvas = new Canvas(Width, Height);
        foreach (var (paint, _) in marks)
            paint(canvas);
        return canvas.ToPng();
    }

    private Scene Add(Action<Canvas> paint, string open, string tag, string? hover)
    {
        marks.Add((paint, hover is null ? $"{open}/>" : $"{open}><title>{View.Escape(hover)}</title></{tag}>"));
        return this;
    }

    private void Reach(double x, double y) =>
        (Width, Height) = (Math.Max(Width, (int)Math.Ceiling(x) + Margin), Math.Max(Height, (int)Math.Ceiling(y) + Margin));

    private static void Paint(Canvas canvas, (double X, double Y)[] points, int color, int edge, double thickness)
    {
        if (color >= 0)
            canvas.Polygon([points], color);
        for (var i = 0; edge >= 0 && i < points.Length; i++)
            canvas.Line(points[i], points[(i + 1) % points.Length], thickness, edge);
    }

    private static string Fill(int color) => Color("fill", color);

    private static string Edge(int color, double thickness) =>
        color < 0 ? "" : (color == Canvas.Faint ? " stroke=\"currentColor\" stroke-opacity=\".2\"" : Color("stroke", color)) + (thickness == 1 ? "" : $" stroke-width=\"{N(thickness)}\"");

    private static string Color(string attribute, int color) => color switch
    {
        < 0 => $" {attribute}=\"none\"",
        Canvas.Ink => $" {attribute}=\"currentColor\"",
        Canvas.Grey => $" {attribute}=\"currentColor\" {attribute}-opacity=\".7\"",
        _ => $" {attribute}=\"#{color:x6}\"",
    };

    private static string N(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);
}
