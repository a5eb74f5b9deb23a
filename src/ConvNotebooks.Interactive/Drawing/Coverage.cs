namespace ConvNotebooks.Interactive.Drawing;

/// <summary>
/// How much of each pixel a filled outline covers: eight lines through every row of pixels, each with exact ends. Sums and
/// products of doubles alone, so the same pixels everywhere.
/// </summary>
internal static class Coverage
{
    private const int Lines = 8;

    /// <summary>Fills closed contours by the nonzero rule.</summary>
    /// <param name="contours">Points in pixels, y downwards.</param>
    /// <param name="width">Pixels of the picture along x; what lies outside is left out.</param>
    /// <param name="height">Pixels of the picture along y.</param>
    /// <param name="paint">Takes x, y and the covered part of that pixel, above 0 and up to 1.</param>
    public static void Fill(IReadOnlyList<(double X, double Y)[]> contours, int width, int height, Action<int, int, double> paint)
    {
        var edges = contours.SelectMany(Edges).ToArray();
        if (edges.Length == 0)
            return;
        var top = Math.Max(0, (int)Math.Floor(edges.Min(e => e.Top.Y)));
        var bottom = Math.Min(height, (int)Math.Ceiling(edges.Max(e => e.Bottom.Y)));
        var row = new double[width];
        for (var y = top; y < bottom; y++)
        {
            Array.Clear(row);
            for (var line = 0; line < Lines; line++)
                AddLine(edges, y + (line + 0.5) / Lines, row);
            for (var x = 0; x < width; x++)
            {
                if (row[x] > 0)
                    paint(x, y, Math.Min(1, row[x] / Lines));
            }
        }
    }

    private static void AddLine(Edge[] edges, double y, double[] row)
    {
        var winding = 0;
        var start = 0.0;
        foreach (var (x, direction) in edges.Where(e => e.Top.Y <= y && y < e.Bottom.Y)
            .Select(e => (X: e.At(y), e.Direction)).OrderBy(c => c.X))
        {
            if (winding == 0)
                start = x;
            winding += direction;
            if (winding == 0)
                AddSpan(Math.Max(0, start), Math.Min(row.Length, x), row);
        }
    }

    private static void AddSpan(double from, double to, double[] row)
    {
        for (var x = (int)from; x < to; x++)
            row[x] += Math.Min(to, x + 1) - Math.Max(from, x);
    }

    private static IEnumerable<Edge> Edges((double X, double Y)[] contour)
    {
        for (var i = 0; i < contour.Length; i++)
        {
            var (a, b) = (contour[i], contour[(i + 1) % contour.Length]);
            if (a.Y != b.Y)
                yield return a.Y < b.Y ? new(a, b, 1) : new(b, a, -1);
        }
    }

    private readonly record struct Edge((double X, double Y) Top, (double X, double Y) Bottom, int Direction)
    {
        public double At(double y) => Top.X + (Bottom.X - Top.X) * ((y - Top.Y) / (Bottom.Y - Top.Y));
    }
}
