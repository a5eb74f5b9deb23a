using ConvNotebooks.Interactive.Drawing;
using ConvNotebooks.Interactive.Views;

namespace ConvNotebooks.Interactive.Tests;

/// <summary>What a drawing promises, computed from where things lie.</summary>
public sealed class StackLayoutTests
{
    private static readonly string[] Written =
    [
        "INPUT 8x8x1",
        "INPUT 32x32x3 -> CONV 12 5x5 p2 -> RELU -> POOL 2 -> FC 10",
        "INPUT 32x32x16 -> [ADD( CONV 16 3x3 p1 nobias -> BN -> RELU -> CONV 16 3x3 p1 nobias -> BN | ) -> RELU]*3 -> GAP -> FC 10",
        "INPUT 32x32x16 -> ADD subsample( CONV 32 3x3 s2 p1 floor -> BN | ) -> CONCAT( | | CONV 4 1x1 | CONV 4 1x1 ) -> GAP",
        "INPUT 28x28x8 -> [ADD( [ADD( [CONV 8 3x3 p1]*4 | ) -> RELU]*3 | )]*2 -> FC 10",
        "INPUT 28x28x8 -> ADD( CONCAT( ADD( CONCAT( ADD( CONCAT( CONV 4 1x1 | CONV 4 3x3 p1 ) | ) | CONV 2 1x1 ) -> CONV 8 1x1 | ) | CONV 2 1x1 ) -> CONV 8 1x1 | )",
    ];

    public static TheoryData<string> Names => [.. Enumerable.Range(0, Written.Length).Select(i => $"written {i}"),
        .. Enumerable.Range(1, 60).Select(seed => $"seed {seed}"), "Inception", "ResNet-50"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_layer_is_drawn_once(string name)
    {
        var (network, choice, layout) = Lay(name);
        var drawn = layout.Volumes.SelectMany(v => choice.IsOpen(v.Piece.Node) ? [v.Piece.Node] : v.Piece.Node.All)
            .SelectMany(n => n.Turns).SelectMany(t => t.Stages).Select(s => s.Number);
        Assert.Equal(Enumerable.Range(1, network.Stages.Count), drawn.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_line_leads_from_each_volume_to_each_that_reads_it(string name)
    {
        var (network, _, layout) = Lay(name);
        foreach (var link in layout.Links)
        {
            Assert.Equal(link.From.Out, link.Points[0]);
            Assert.Equal(link.To.In, link.Points[^1]);
            Assert.All(link.Points.Zip(link.Points.Skip(1)), p => Assert.True(p.First.X == p.Second.X || p.First.Y == p.Second.Y, $"{p} is slanted"));
        }

        // Of a volume that repeats a line leads out of the last time, and into the first.
        var drawn = layout.Links.Select(l => (From: Number(l.From, last: l.To.Piece.Node.Part == 1), To: l.To.Piece.Node.First.Stages[0].Number));
        var read = layout.Volumes.Where(v => v.Piece.Node.First.Stages.Count > 0).SelectMany(v => Reads(v.Piece.Node, layout));
        if (layout.Volumes.All(v => v.Piece.Node.Turns.Count == 1))
            Assert.Equal(read.Order(), drawn.Order());
        else
            Assert.Equal(read.Count(), drawn.Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_lies_on_anything_else(string name)
    {
        var layout = Lay(name).Layout;
        List<Box> boxes = [.. layout.Volumes.SelectMany(Boxes), .. layout.Labels.Select(l => Text(l.X, l.Y, l.Text))];
        var lines = layout.Links.SelectMany(l => l.Points.Zip(l.Points.Skip(1), Line)).Distinct();
        var sums = layout.Sums.Select(s => new Box("a sum", s.X - 7, s.Y - 7, s.X + 7, s.Y + 7));
        List<Box> frames = [.. layout.Frames.Select(f => new Box("a frame", f.X, f.Y, f.X + f.Width, f.Y + f.Height))];
        Assert.Empty(boxes.SelectMany((box, i) => boxes.Take(i).Where(box.Meets).Select(other => (box, other))));
        Assert.Empty(lines.Concat(sums).SelectMany(thing => boxes.Where(thing.Meets).Select(box => (thing, box))));
        Assert.Empty(frames.SelectMany(frame => frames.Concat(boxes).Where(b => frame.Meets(b) && !frame.Holds(b) && !b.Holds(frame)).Select(b => (frame, b))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_drawing_is_no_wider_than_a_page_unless_branches_lie_deep(string name)
    {
        var (_, choice, layout) = Lay(name);
        var right = layout.Volumes.SelectMany(Boxes).Max(b => b.Right);
        Assert.InRange(right, 0, layout.Volumes.Any(v => v.Piece.Node.First.Stages is [{ Branch.Length: > 3 }, ..]) ? 1400 : 828);
        Assert.True(layout.Volumes.Count(v => choice.IsOpen(v.Piece.Node)) <= 80);
    }

    private static (Network Network, StackChoice Choice, StackLayout Layout) Lay(string name)
    {
        var network = name.Split(' ') switch
        {
            ["written", var number] => Network.Parse(Written[int.Parse(number, null)]),
            ["seed", var seed] => StackNetworks.Random(ulong.Parse(seed, null)),
            ["Inception"] => StackNetworks.Inception(Network.Input(28, 28, 192), 64, 96, 128, 16, 32, 32),
            _ => StackNetworks.ResNet50(),
        };
        var nodes = StackNode.Of(network);
        var choice = new StackChoice(nodes);
        return (network, choice, StackDiagram.Layout(network, nodes, choice, 0));
    }

    private static int Number(PlacedVolume volume, bool last) =>
        (last ? volume.Piece.Node.Turns[^1] : volume.Piece.Node.First).Stages is [.., var stage] ? stage.Number : 0;

    /// <summary>What a volume reads, as lines: of one whose branches are drawn the ends of those, of another the volume before it.</summary>
    private static IEnumerable<(int From, int To)> Reads(StackNode node, StackLayout layout)
    {
        var first = node.First.Stages[0];
        var isOpen = node.Join is not null && node.Lanes.SelectMany(l => l.Nodes).Any(n => layout.Volumes.Any(v => v.Piece.Node == n));
        if (isOpen)
            return node.Lanes.Select(l => (first.From[l.First - 1], first.Number));
        var begin = node.Join is null ? first.From[0] : node.All.SelectMany(n => n.First.Stages).Min(s => s.From[0]);
        return [(begin, first.Number)];
    }

    private static IEnumerable<Box> Boxes(PlacedVolume volume)
    {
        var (slab, name) = (volume.Slab, volume.Piece.Node.First.Name);
        yield return new(name, slab.X, slab.Y - slab.Height - slab.Slant, slab.X + slab.Width, slab.Y);
        for (var i = 0; i < volume.Piece.Caption.Count; i++)
            yield return Text(slab.X - 4, volume.Caption + i * StackCaption.Line, volume.Piece.Caption[i].Text);
        var (width, _, depth) = volume.Piece.Node.First.Volume;
        if (volume.Piece.IsLabelled)
            yield return Text(slab.X + slab.Thickness / 2 - StackCaption.Width($"{depth}") / 2, slab.Y + 13, $"{depth}");
        if (volume.Piece.IsLabelled && width > 1)
            yield return Text(slab.X + slab.Thickness + slab.Slant + 1, slab.Y - slab.Slant / 2 + 9, $"{width}");
    }

    private static Box Line((double X, double Y) a, (double X, double Y) b) =>
        new("a line", Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Max(a.X, b.X), Math.Max(a.Y, b.Y));

    private static Box Text(double x, double y, string text) => new(text, x, y - 8, x + Canvas.TextWidth(text, StackCaption.Type), y + 2);

    private sealed record Box(string Name, double Left, double Top, double Right, double Bottom)
    {
        public bool Meets(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

        public bool Holds(Box other) => Left <= other.Left && Top <= other.Top && Right >= other.Right && Bottom >= other.Bottom;
    }
}
