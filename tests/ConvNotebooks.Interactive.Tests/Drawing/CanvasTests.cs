using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive.Tests;

public sealed class CanvasTests
{
    [Fact]
    public void A_polygon_covers_whole_pixels_fully_and_half_pixels_half()
    {
        var canvas = new Canvas(4, 3);
        canvas.Polygon([[(1, 1), (2.5, 1), (2.5, 2), (1, 2)]], 0x000000);
        Assert.Equal(0x000000, canvas[1, 1]);
        Assert.InRange(canvas[2, 1] & 255, 118, 137);
        Assert.Equal(Canvas.White, canvas[3, 1]);
        Assert.Equal(Canvas.White, canvas[1, 0]);
        Assert.Equal(Canvas.White, canvas[1, 2]);
    }

    [Fact]
    public void Contours_that_run_the_other_way_round_are_holes()
    {
        var canvas = new Canvas(6, 6);
        canvas.Polygon([[(0, 0), (6, 0), (6, 6), (0, 6)], [(2, 2), (2, 4), (4, 4), (4, 2)]], 0x0000FF);
        Assert.Equal(0x0000FF, canvas[1, 1]);
        Assert.Equal(Canvas.White, canvas[3, 3]);
    }

    [Fact]
    public void What_falls_outside_is_left_out()
    {
        var canvas = new Canvas(3, 3);
        canvas.Fill(-5, -5, 6, 6, 0x112233);
        canvas.Frame(0, 0, 3, 3, 0x445566);
        canvas.Line((-10, 1.5), (10, 1.5), 1, 0);
        canvas.Text(-4, 20, "outside", 12);
        Assert.Equal(0x112233, canvas[0, 0]);
        Assert.Equal(0, canvas[2, 1]);
        Assert.Equal(Canvas.White, canvas[2, 2]);
    }

    /// <summary>DejaVu Sans: advance of "0" 1303 of 2048 units, of "i" 569, of "é" 1260 (fontTools: hmtx).</summary>
    [Fact]
    public void Advances_are_the_fonts()
    {
        Assert.Equal(2048, OutlineFont.Sans.UnitsPerEm);
        Assert.Equal([1303, 569, 1260], "0ié".Select(c => OutlineFont.Sans.Advance(OutlineFont.Sans.Glyph(c))));
        Assert.Equal(3 * 1303 * 16.0 / 2048, Canvas.TextWidth("000", 16));
    }

    [Fact]
    public void Letters_stand_on_the_base_line_and_accents_above()
    {
        Assert.Equal((0, 1120), Extent('x'));
        Assert.True(Extent('é').Top > Extent('e').Top + 200);
        Assert.Equal(0, OutlineFont.Sans.Glyph('\uE0FF'));
        Assert.Empty(OutlineFont.Sans.Contours(OutlineFont.Sans.Glyph(' ')));
        Assert.Equal(2, OutlineFont.Sans.Contours(OutlineFont.Sans.Glyph('0')).Count());
    }

    [Fact]
    public void Text_upwards_is_text_turned_by_a_quarter()
    {
        var (flat, turned) = (new Canvas(60, 60), new Canvas(60, 60));
        flat.Text(30, 40, "F", 32, 0, Anchor.Middle);
        turned.TextUpwards(40, 30, "F", 32, 0);
        int Dark(Canvas canvas, Func<int, int, bool> where) => Enumerable.Range(0, 3600)
            .Count(i => canvas[i % 60, i / 60] == 0 && where(i % 60, i / 60));
        Assert.InRange(Dark(turned, (_, _) => true), Dark(flat, (_, _) => true) * 0.9, Dark(flat, (_, _) => true) * 1.1);
        Assert.True(Dark(turned, (x, _) => x < 28) > Dark(turned, (x, _) => x >= 28), "the head of the F points left");
    }

    private static (double Bottom, double Top) Extent(char letter)
    {
        var points = OutlineFont.Sans.Contours(OutlineFont.Sans.Glyph(letter)).SelectMany(c => c).ToList();
        return (points.Min(p => p.Y), points.Max(p => p.Y));
    }
}
