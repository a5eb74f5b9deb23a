namespace ConvNotebooks.Routines;

/// <summary>
/// One way of covering an image's outputs with register tiles, band by band. Outputs that read the same taps form a region, a
/// range of rows by a range of columns, with one list of taps.
/// </summary>
internal sealed class ConvCover
{
    /// <summary>Lines of fewer outputs are better cut across, where the image is taller.</summary>
    public const int FewestAlong = 6;

    /// <summary>
    /// Tiles of so many pixels at most are narrow. They wait for sums rather than for instructions, so that a short one loses much
    /// and a test to leave a pixel out costs as much as a pixel; longer tiles hide both.
    /// </summary>
    public const int MostNarrow = 6;

    /// <summary>
    /// Accumulators of so many pixels by two vectors of filters leave registers for a window's row of weights and an input: 12
    /// pixels beside three columns, 10 beside five, and 20 of these where there is one vector alone.
    /// </summary>
    public static int WindowRowPixels(int columns, bool single) => single && columns == 5 ? 20 : (31 - 2 * columns) / 2;

    private readonly ConvProblem problem;
    private readonly ActivationLayout layout;
    private readonly int tileRows, channelBlock, pixelStep, tapColumns;
    private readonly bool wide, narrow;
    private readonly List<ConvPlan.Spot> spots = [];
    private readonly List<Tap> taps = [];

    /// <summary>Covers an image.</summary>
    /// <param name="p">The sizes.</param>
    /// <param name="input">The input's layout.</param>
    /// <param name="tileRows">Pixels of the largest tile.</param>
    /// <param name="channelBlock">Channels of the lists of taps.</param>
    /// <param name="column">The outputs' rows.</param>
    /// <param name="line">The outputs' columns.</param>
    /// <param name="tapColumns">Columns of a tap: 1, or a window's where a tap is a row of it.</param>
    /// <param name="wide">Whether a tap is the first of a window's row, for tiles of more than two vectors.</param>
    /// <param name="narrow">Whether tiles wait for sums (<see cref="MostNarrow"/>).</param>
    /// <param name="strips">Strips of filters, of all groups.</param>
    public ConvCover(
        in ConvProblem p, ActivationLayout input, int tileRows, int channelBlock, List<ConvAxis> column, List<ConvAxis> line, int tapColumns,
        bool wide, bool narrow, int strips)
    {
        (problem, layout, this.tileRows, this.channelBlock, this.tapColumns) = (p, input, tileRows, channelBlock, tapColumns);
        (this.wide, this.narrow) = (wide, narrow);
        pixelStep = input == ActivationLayout.Nchw ? 1 : 16;
        Region[] regions = [.. column.SelectMany(_ => line, (rows, columns) => new Region(rows, columns, ListTaps(rows, columns)))];
        var whole = p.OutHeight > 1 ? p.OutHeight : p.OutWidth;
        var lines = BandLines(p, line.Exists(columns => columns.Count < FewestAlong) ? 4 : 2);
        var count = (whole + lines - 1) / lines;

        // Pairs of rows stay together, for a pooling that follows.
        var unit = p.OutHeight > 1 && p.OutHeight % 2 == 0 ? 2 : 1;

        // Of few and an odd number of parts, such as 1, the last leaves one of two threads idle.
        if (count * strips % 2 == 1 && count * strips < Workers.EnoughParts && count < whole / unit)
            count++;
        Bands = new ConvPlan.Band[count];
        for (var i = 0; i < count; i++)
        {
            var (from, to) = ((int)((long)i * (whole / unit) / count) * unit, (int)((long)(i + 1) * (whole / unit) / count) * unit);
            var (rows, columns) = p.OutHeight > 1 ? ((from, to), (0, p.OutWidth)) : ((0, 1), (from, to));
            var firstSpot = spots.Count;
            foreach (var region in regions)
                Cut(region.Rows.Within(rows.Item1, rows.Item2), region.Columns.Within(columns.Item1, columns.Item2), region.FirstTap);
            Bands[i] = new()
            {
                FirstSpot = firstSpot,
                Spots = spots.Count - firstSpot,
                Y = rows.Item1 * p.OutWidth + columns.Item1,
                Pixels = (rows.Item2 - rows.Item1) * (columns.Item2 - columns.Item1),
                Input = Input(p, regions, rows, columns),
            };
        }

        Spots = [.. spots];
        Taps = [.. taps];
    }

    public ConvPlan.Band[] Bands { get; }

    public ConvPlan.Spot[] Spots { get; }

    public Tap[] Taps { get; }

    /// <summary>About how long the tiles take with one block of channels, in cycles of a processor with two multiply-adds each.</summary>
    public double Cycles => Spots.Sum(spot => TileCost.Cycles(spot.Rows, spot.TapsPerChannel * channelBlock, spot.Clipped));

    /// <summary>
    /// Rows of a band (or pixels of a one-row image): a few hundred pixels, whose sums stay in a near cache; a fewest rows, so that
    /// tiles along a cut-off side are not too short; and eight parts or more of a small layer, for several threads.
    /// </summary>
    private static int BandLines(in ConvProblem p, int fewest)
    {
        const int Pixels = 224, Parts = 8;
        if (p.OutHeight == 1)
            return Pixels;
        var strips = p.Groups * ((p.GroupFilters + 31) / 32);
        var rows = Math.Min(Math.Max(Pixels / p.OutWidth, 1), (p.OutHeight * strips + Parts - 1) / Parts);
        return Math.Clamp(rows, Math.Min(fewest, p.OutHeight), p.OutHeight);
    }

    /// <summary>The stretch of an input plane that a band reads: whole rows, or some pixels of the only one.</summary>
    private static (int From, int To) Input(in ConvProblem p, Region[] regions, (int From, int To) rows, (int From, int To) columns)
    {
        var (from, to) = (p.Plane, 0);
        foreach (var region in regions)
        {
            var (lines, line) = (region.Rows.Within(rows.From, rows.To), region.Columns.Within(columns.From, columns.To));
            if (lines.Count == 0 || line.Count == 0)
                continue;
            from = Math.Min(from, p.Height > 1 ? lines.Origin * p.Width : line.Origin);
            to = Math.Max(to, p.Height > 1 ? (lines.Last + 1) * p.Width : line.Last + 1);
        }

        from = Math.Clamp(from, 0, p.Plane);
        return (from, Math.Clamp(to, from, p.Plane));
    }

    /// <summary>Adds the taps of a region; gives the place of the first.</summary>
    private int ListTaps(ConvAxis rows, ConvAxis columns)
    {
        var first = taps.Count;
        for (var c = 0; c < channelBlock; c++)
            for (var ty = 0; ty < rows.Taps.Length; ty++)
                for (var tx = 0; tx < TapsOf(columns); tx++)
                    taps.Add(new(
                        Channel(c) + (rows.Offsets[ty] * problem.Width + columns.Offsets[tx]) * pixelStep,
                        ((c * problem.FilterHeight + rows.Taps[ty]) * problem.FilterWidth + columns.Taps[tx]) * PackedFilters.Block
                            + (columns.Clips?[tx] ?? 0)));
        return first;
    }

    /// <summary>
    /// Cuts a region of a band along its longer side into tiles of about one length; or into the longest, and what remains of its
    /// lines across, where that is shorter.
    /// </summary>
    private void Cut(ConvAxis rows, ConvAxis columns, int firstTap)
    {
        var across = tapColumns > 1 || columns.Clips is not null || columns.Count >= rows.Count;
        var (lines, length) = across ? (rows.Count, columns.Count) : (columns.Count, rows.Count);
        var whole = narrow && columns.Clips is null ? length / tileRows * tileRows : 0;
        double Line(int pixels) => LineCycles(pixels, rows.Taps.Length * columns.Taps.Length * channelBlock);
        if (whole == 0 || lines * Line(length) <= lines * Line(whole) + (length - whole) * Line(lines))
            AddTiles(rows, columns, firstTap, across);
        else if (across)
        {
            AddTiles(rows, columns.Part(0, whole), firstTap, across);
            AddTiles(rows, columns.Part(whole, length), firstTap, !across);
        }
        else
        {
            AddTiles(rows.Part(0, whole), columns, firstTap, across);
            AddTiles(rows.Part(whole, length), columns, firstTap, !across);
        }
    }

    private double LineCycles(int pixels, int tapCount)
    {
        var tiles = TilesOf(pixels);
        return Enumerable.Range(0, tiles).Sum(tile => TileCost.Cycles((tile + 1) * pixels / tiles - tile * pixels / tiles, tapCount, clipped: false));
    }

    /// <summary>The fewest tiles of a line.</summary>
    private int TilesOf(int pixels) => (pixels + tileRows - 1) / tileRows;

    private void AddTiles(ConvAxis rows, ConvAxis columns, int firstTap, bool across)
    {
        var (lines, length) = across ? (rows.Count, columns.Count) : (columns.Count, rows.Count);
        var tiles = columns.Clips is not null ? 1 : TilesOf(length);
        for (var line = 0; line < lines; line++)
        {
            for (var tile = 0; tile < tiles; tile++)
            {
                var (from, to) = (tile * length / tiles, (tile + 1) * length / tiles);
                var (row, column) = across ? (line, from) : (from, line);
                spots.Add(new()
                {
                    X = ((rows.Origin + row * rows.InputStep) * problem.Width + columns.Origin + column * columns.InputStep) * pixelStep,
                    XStep = (across ? columns.InputStep : rows.InputStep * problem.Width) * pixelStep,
                    Y = (rows.First + row * rows.Step) * problem.OutWidth + columns.First + column * columns.Step,
                    YStep = across ? columns.Step : rows.Step * problem.OutWidth,
                    Rows = to - from,
                    FirstTap = firstTap,
                    TapsPerChannel = rows.Taps.Length * TapsOf(columns),
                    Row = (columns.Taps.Length, Step(columns.Offsets) * pixelStep, Step(columns.Taps) * PackedFilters.Block),
                    Clipped = columns.Clips is not null,
                    CutFirst = Math.Max(columns.Cut.First - from, 0),
                    CutLast = Math.Max(columns.Cut.Last - (length - to), 0),
                });
            }
        }
    }

    private int TapsOf(ConvAxis columns) => wide ? Math.Min(columns.Taps.Length, 1) : columns.Taps.Length / tapColumns;

    /// <summary>From each to the next: those of one run of outputs are evenly spaced.</summary>
    private static int Step(int[] places) => places.Length > 1 ? places[1] - places[0] : 0;

    private int Channel(int c) => layout == ActivationLayout.Nchw ? c * problem.Plane : c / 16 * 16 * problem.Plane + c % 16;

    private readonly record struct Region(ConvAxis Rows, ConvAxis Columns, int FirstTap);
}
