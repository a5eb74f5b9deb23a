namespace ConvNotebooks.Interactive.Drawing;

/// <summary>
/// Level and upright lines from corner to corner, each corner rounded by a quadratic curve. They lie in the middle of pixels, so that they
/// are sharp; what several lines share is there once, so that it is no darker than the rest.
/// </summary>
internal sealed class RoundedLines
{
    private const double Radius = 7;
    private const int Steps = 6;

    private readonly List<(Point A, Point B)> straight = [];
    private readonly List<(Point A, Point Corner, Point B)> curves = [];

    /// <summary>Takes lines apart into straight parts and curves.</summary>
    /// <param name="lines">Of each line where it begins, its corners, where it ends.</param>
    public RoundedLines(IEnumerable<IReadOnlyList<(double X, double Y)>> lines)
    {
        var parts = new List<(Point A, Point B)>();
        foreach (var line in lines)
        {
            var points = Turning(line);
            var from = points[0];
            for (var i = 1; i < points.Count - 1; i++)
            {
                var (a, b) = (points[i].Toward(points[i - 1]), points[i].Toward(points[i + 1]));
                parts.Add((from, a));
                curves.Add((a, points[i], b));
                from = b;
            }

            parts.Add((from, points[^1]));
        }

        curves = [.. curves.Distinct()];
        straight = [.. Union(parts.Where(p => p.A.Y == p.B.Y), p => p.X, p => p.Y, (x, y) => new(x, y)),
            .. Union(parts.Where(p => p.A.Y != p.B.Y), p => p.Y, p => p.X, (y, x) => new(x, y))];
    }

    /// <summary>The right and lower ends.</summary>
    public (double X, double Y) Reach => (straight.Max(s => Math.Max(s.A.X, s.B.X)), straight.Max(s => Math.Max(s.A.Y, s.B.Y)));

    /// <summary>Their commands in the path language of SVG.</summary>
    /// <param name="number">How a number is written.</param>
    public string ToSvg(Func<double, string> number)
    {
        string At(Point p) => $"{number(p.X)} {number(p.Y)}";
        return string.Concat(straight.Select(s => $"M{At(s.A)}{(s.A.Y == s.B.Y ? $"H{number(s.B.X)}" : $"V{number(s.B.Y)}")}"))
            + string.Concat(curves.Select(c => $"M{At(c.A)}Q{At(c.Corner)} {At(c.B)}"));
    }

    /// <summary>Draws them.</summary>
    public void Paint(Canvas canvas, int color, double thickness)
    {
        foreach (var (a, b) in straight)
            canvas.Line((a.X, a.Y), (b.X, b.Y), thickness, color);
        foreach (var (a, corner, b) in curves)
        {
            var from = (a.X, a.Y);
            for (var step = 1; step <= Steps; step++)
            {
                var t = (double)step / Steps;
                double At(double p, double q, double r) => (1 - t) * (1 - t) * p + 2 * t * (1 - t) * q + t * t * r;
                var to = (At(a.X, corner.X, b.X), At(a.Y, corner.Y, b.Y));
                canvas.Line(from, to, thickness, color);
                from = to;
            }
        }
    }

    /// <summary>Parts along one axis, those that touch as one.</summary>
    private static IEnumerable<(Point, Point)> Union(IEnumerable<(Point A, Point B)> parts, Func<Point, double> along, Func<Point, double> across, Func<double, double, Point> point)
    {
        foreach (var line in parts.Where(p => p.A != p.B).GroupBy(p => across(p.A)))
        {
            var ordered = line.Select(p => (From: Math.Min(along(p.A), along(p.B)), To: Math.Max(along(p.A), along(p.B)))).Order().ToList();
            var (from, to) = ordered[0];
            foreach (var (start, end) in ordered)
            {
                if (start > to)
                {
                    yield return (point(from, line.Key), point(to, line.Key));
                    from = start;
                }

                to = Math.Max(to, end);
            }

            yield return (point(from, line.Key), point(to, line.Key));
        }
    }

    /// <summary>A line in the middle of pixels, without corners that are none.</summary>
    private static List<Point> Turning(IReadOnlyList<(double X, double Y)> line)
    {
        var kept = new List<Point>();
        foreach (var p in line.Select(p => new Point(Math.Floor(p.X) + 0.5, Math.Floor(p.Y) + 0.5)))
        {
            if (kept.Count > 0 && kept[^1] == p)
                continue;
            if (kept.Count > 1 && ((kept[^1].X == kept[^2].X && p.X == kept[^1].X) || (kept[^1].Y == kept[^2].Y && p.Y == kept[^1].Y)))
                kept.RemoveAt(kept.Count - 1);
            kept.Add(p);
        }

        return kept;
    }

    private readonly record struct Point(double X, double Y)
    {
        /// <summary>Where the curve at this corner meets the line to its neighbour: half-way at the most.</summary>
        public Point Toward(Point neighbour)
        {
            double dx = neighbour.X - X, dy = neighbour.Y - Y;
            var part = Math.Min(0.5, Radius / (Math.Abs(dx) + Math.Abs(dy)));
            return new(X + part * dx, Y + part * dy);
        }
    }
}
