using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive;

/// <summary>A volume in its place.</summary>
/// <param name="Piece">What it shows.</param>
/// <param name="X">Its left edge.</param>
/// <param name="Spine">The height of the line through its middle.</param>
internal sealed record PlacedVolume(VolumePiece Piece, double X, double Spine)
{
    /// <summary>Where it is.</summary>
    public Slab Slab => Piece.Slab with { X = X, Y = Spine + Piece.Slab.Half };

    /// <summary>The first base line of its caption.</summary>
    public double Caption => Spine + Piece.CaptionBelow;

    /// <summary>Where arrows into it end.</summary>
    public (double X, double Y) In => (X - Piece.Before, Spine);

    /// <summary>Where lines out of it begin.</summary>
    public (double X, double Y) Out => (X + Piece.Slab.Width + 4, Spine);
}

/// <summary>A line from a volume to one that it comes into.</summary>
/// <param name="From">Whose output it is.</param>
/// <param name="To">What reads it.</param>
/// <param name="Points">Where it begins, its corners, where it ends.</param>
internal sealed record StackLink(PlacedVolume From, PlacedVolume To, IReadOnlyList<(double X, double Y)> Points);

/// <summary>A word at a line.</summary>
internal sealed record StackLabel(double X, double Y, string Text, int Color);

/// <summary>A frame around a module.</summary>
internal sealed record StackFrame(double X, double Y, double Width, double Height);

/// <summary>Where everything of a network's drawing lies: volumes, the lines between them, where sums are made, words and frames.</summary>
internal sealed class StackLayout
{
    private readonly List<PlacedVolume> volumes = [];
    private readonly List<StackLink> links = [];
    private readonly List<(double X, double Y)> sums = [];
    private readonly List<StackLabel> labels = [];
    private readonly List<StackFrame> frames = [];

    /// <summary>Lays measured rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="x">Their left edge.</param>
    /// <param name="y">Their upper edge.</param>
    public StackLayout(RowsPiece rows, double x, double y)
    {
        Place(rows, x, y + rows.Above, x - 34, []);
        Bottom = y + rows.Above + rows.Below;
    }

    /// <summary>The volumes in the order in which they are computed.</summary>
    public IReadOnlyList<PlacedVolume> Volumes => volumes;

    /// <summary>The lines between volumes.</summary>
    public IReadOnlyList<StackLink> Links => links;

    /// <summary>Where branches are added.</summary>
    public IReadOnlyList<(double X, double Y)> Sums => sums;

    /// <summary>The words at lines.</summary>
    public IReadOnlyList<StackLabel> Labels => labels;

    /// <summary>The frames around modules.</summary>
    public IReadOnlyList<StackFrame> Frames => frames;

    /// <summary>The lower edge.</summary>
    public double Bottom { get; }

    /// <summary>Places rows, the line of the first at a height; gives the lines that lead out of the last.</summary>
    private IReadOnlyList<Tip> Place(RowsPiece rows, double x, double spine, double left, IReadOnlyList<Tip> tips)
    {
        for (var i = 0; i < rows.Rows.Count; i++)
        {
            var row = rows.Rows[i];
            if (i > 0)
            {
                var (right, before) = (x + rows.Rows[i - 1].Extent + 10, spine);
                spine += rows.Rows[i - 1].Below + rows.Gap + row.Above;
                var between = before + rows.Rows[i - 1].Below + rows.Gap / 2;
                tips = [.. tips.Select(t => t.By((right, before), (right, between), (left, between), (left, spine)))];
            }

            var at = x;
            foreach (var piece in row.Pieces)
            {
                tips = piece is ModulePiece module ? Place(module, at, spine, tips) : [Place((VolumePiece)piece, at, spine, tips)];
                at += piece.Width;
            }
        }

        return tips;
    }

    private Tip Place(VolumePiece piece, double x, double spine, IReadOnlyList<Tip> tips)
    {
        var volume = new PlacedVolume(piece, x, spine);
        volumes.Add(volume);
        links.AddRange(tips.Select(t => new StackLink(t.From, volume, [.. t.Points, volume.In])));
        return new(volume, [volume.Out]);
    }

    private IReadOnlyList<Tip> Place(ModulePiece module, double x, double spine, IReadOnlyList<Tip> tips)
    {
        double fork = x + 4, lanes = x + module.Lead, meet = lanes + module.Lanes.Max(l => l.Width) + 6;
        var joined = new List<Tip>();
        foreach (var lane in module.Lanes)
        {
            var middle = spine + (lane.Middle - module.Spine);
            IReadOnlyList<Tip> into = [.. tips.Select(t => t.By((fork, spine), (fork, middle)))];
            labels.Add(new(fork + 9, middle - 5, lane.Lane.Number, Canvas.Grey));
            if (lane.Rows is null)
                labels.Add(new(lanes, middle - 5, StackTable.Skip(module.Volume.Node.Join!, lane.Lane), Canvas.Grey));
            else
                into = Place(lane.Rows, lanes, middle, lanes - 14, into);
            joined.AddRange(into.Select(t => t.By((meet, t.Points[^1].Y), (meet, spine))));
        }

        if (module.Volume.Node.Join is Add)
            sums.Add((meet, spine));
        var volume = Place(module.Volume, x + module.ToVolume, spine, joined);
        if (module.IsFramed)
            frames.Add(new(x - 6, spine - module.Above, module.Extent + 6, module.Above + module.Below));
        if (module.Volume.Node.Times > 1)
            labels.Add(new(x + 2, spine - module.Above + 16, module.Volume.Node.Repeats, Ink.Mark));
        return [volume];
    }

    /// <summary>A line that has not arrived yet.</summary>
    private sealed record Tip(PlacedVolume From, IReadOnlyList<(double X, double Y)> Points)
    {
        public Tip By(params (double, double)[] corners) => this with { Points = [.. Points, .. corners] };
    }
}
