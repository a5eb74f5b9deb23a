using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive.Views;

/// <summary>
/// A network as volumes in three dimensions: height upwards, width into the page, depth across. Branches lie below each other, their
/// lines part at the volume before them and meet at the one that joins them. The next layer's filter lies on each volume, and
/// what the last window sees on the input, both to the scale of the face. Repeated volumes are drawn once.
/// </summary>
internal sealed class StackDiagram
{
    private const int Page = 816;
    private const int Left = 46;
    private const int Volumes = 40;
    private const int Heading = 440;
    private const int Front = 0x9CC3DE;
    private const int Side = 0xC3DCEC;
    private const int Top = 0xDDECF5;
    private const int Edge = 0x3B6E91;

    private readonly Network network;
    private readonly Scene scene;

    private StackDiagram(Network network) => (this.network, scene) = (network, new($"Network {network.Notation}"));

    public static View Of(Network network)
    {
        var nodes = StackNode.Of(network);
        var scene = new StackDiagram(network).Draw(nodes);
        return new($"{network.Notation}\n{StackTable.Of(nodes).ToText()}")
        {
            Html = new Fragment().Raw(scene.ToSvg()).ToString(),
            Svg = scene.ToSvg(alone: true),
            Png = scene.ToPng(),
        };
    }

    /// <summary>Where everything lies, in a page's width.</summary>
    public static StackLayout Layout(Network network, IReadOnlyList<StackNode> nodes, StackChoice choice, double y)
    {
        var inBranches = nodes.SelectMany(n => Inside(n, choice)).Select(n => n.First.Volume);
        return new(new StackMeasure(choice, new(network.InputShape, inBranches)).Rows(nodes, Page - Left - 12, isOutside: true), Left, y);
    }

    private static IEnumerable<StackNode> Inside(StackNode node, StackChoice choice) =>
        choice.IsOpen(node) ? node.Lanes.SelectMany(l => l.Nodes).SelectMany(n => Inside(n, choice).Append(n)) : [];

    private Scene Draw(IReadOnlyList<StackNode> nodes)
    {
        var heading = network.Notation.Length > Heading ? network.Notation[..(Heading - 1)] + "…" : network.Notation;
        var below = scene.Paragraph(12, 22, heading, 12, Page - 24);
        StackNode[] shown = [.. nodes.Take(Volumes)];
        var choice = new StackChoice(shown);
        var layout = Layout(network, shown, choice, below + 12);
        foreach (var frame in layout.Frames)
            scene.Rectangle(frame.X, frame.Y, frame.Width, frame.Height, -1, Canvas.Faint);
        scene.Lines([.. layout.Links.Select(l => l.Points)], Canvas.Grey);
        foreach (var (x, y) in layout.Links.Select(l => l.To.In).Distinct().Select(OnLine))
            scene.Polygon([(x - 3, y - 3), (x + 4, y), (x - 3, y + 3)], Canvas.Grey);
        foreach (var (x, y) in layout.Sums.Select(OnLine))
            DrawSum(x, y);
        foreach (var volume in layout.Volumes)
            DrawVolume(volume);
        foreach (var (x, y, text, color) in layout.Labels)
            scene.Text(x, y, text, StackCaption.Type, color);
        var end = layout.Bottom + 26;
        foreach (var note in Notes(nodes.Count - shown.Length, [.. layout.Volumes.Select(v => v.Piece.Node).Where(n => n.Join is not null && !choice.IsOpen(n))]))
            end = scene.Paragraph(12, end, note, 11, Math.Max(420, Math.Min(Page, scene.Width) - 30), Canvas.Grey) + 3;
        return scene;
    }

    private IEnumerable<string> Notes(int left, IReadOnlyList<StackNode> closed)
    {
        if (left > 0)
            yield return $"{left} more volumes are not drawn.";
        if (closed.Count > 0)
            yield return $"The branches of {string.Join(", ", closed.Select(n => n.First.Name))} are not drawn, but named below the volume that joins them.";
        yield return $"{network.Stages.Count} layers, {Numbers.Whole(network.Total.Parameters)} parameters, "
            + $"{Numbers.Whole(network.Total.MultiplyAdds)} multiply-adds an image. Orange: the next layer's filter or window. "
            + "Green: what a neuron of the last window sees.";
    }

    private void DrawVolume(PlacedVolume placed)
    {
        var (node, shape) = (placed.Piece.Node, placed.Slab);
        var (width, rows, depth) = node.First.Volume;
        var hover = Hover(node);
        scene.Polygon(shape.FrontFace, Front, Edge, hover).Polygon(shape.TopFace, Top, Edge, hover).Polygon(shape.SideFace, Side, Edge, hover);
        if (node.Join is Concat concat)
            DrawSlices(shape, concat);
        if (node.First.Stages.Count == 0 && network.Stages.LastOrDefault(s => s.Layer is WindowedLayer) is { } last)
            Mark(shape, node.First.Volume, last.Field.Width.Size, last.Field.Height.Size, Ink.Green, $"a neuron of {last.Name} sees {last.Field.Width.Size}x{last.Field.Height.Size}");
        foreach (var (stage, window) in Windows(node))
            Mark(shape, node.First.Volume, window.Width.Extent, window.Height.Extent, Ink.Mark, $"window of {stage.Name}: {stage.Layer.Notation}");
        if (placed.Piece.IsLabelled)
        {
            scene.Text(shape.X + shape.Thickness / 2, shape.Y + 13, $"{depth}", 10, Canvas.Ink, Anchor.Middle);
            if (width > 1 || rows > 1)
            {
                scene.Text(shape.X - 3, shape.Y - shape.Height / 2 + 4, $"{rows}", 10, Canvas.Ink, Anchor.End);
                scene.Text(shape.X + shape.Thickness + shape.Slant / 2 + 5, shape.Y - shape.Slant / 2 + 9, $"{width}", 10);
            }
        }

        var y = placed.Caption;
        foreach (var (text, color) in placed.Piece.Caption)
        {
            scene.Text(shape.X - 4, y, text, StackCaption.Type, color);
            y += StackCaption.Line;
        }
    }

    /// <summary>The windows that lie on a volume next, each size once.</summary>
    private IEnumerable<(Stage Stage, Window2d Window)> Windows(StackNode node)
    {
        var number = node.First.Stages.Count == 0 ? 0 : node.First.Stages[^1].Number;
        return from stage in network.Stages
               where stage.From.Contains(number) && stage.Layer is WindowedLayer
               let window = ((WindowedLayer)stage.Layer).Window
               group (stage, window) by (window.Width.Extent, window.Height.Extent) into same
               select same.First();
    }

    /// <summary>The edges between what the branches give, along the depth.</summary>
    private void DrawSlices(Slab shape, Concat concat)
    {
        for (var (i, at) = (0, 0); i < concat.Volumes.Count; at += concat.Volumes[i++].Depth)
        {
            scene.Polygon(shape.Front((double)at / concat.Output.Depth, (double)(at + concat.Volumes[i].Depth) / concat.Output.Depth), Front, Edge,
                $"branch {i + 1}: {concat.Volumes[i].Depth} of {concat.Output.Depth} slices");
        }
    }

    /// <summary>A place on a level line, which lies in the middle of pixels.</summary>
    private static (double X, double Y) OnLine((double X, double Y) place) => (place.X, Math.Floor(place.Y) + 0.5);

    private void DrawSum(double x, double y)
    {
        scene.Disc(x, y, 7, Top, Edge, "added value by value");
        scene.Line((x - 4, y), (x + 4, y), Ink.OnTint, 1.2).Line((x, y - 4), (x, y + 4), Ink.OnTint, 1.2);
    }

    /// <summary>A part of the side face, in its middle and to its scale.</summary>
    private void Mark(Slab shape, Shape volume, int width, int height, int color, string hover)
    {
        double u = Math.Min(1, (double)width / volume.Width), v = Math.Min(1, (double)height / volume.Height);
        scene.Polygon(shape.OnSide((1 - u) / 2, (1 - v) / 2, u, v), -1, color, hover, 1.6);
    }

    private static string Hover(StackNode node) => node.First.Stages.Count == 0
        ? $"input {node.First.Volume}"
        : $"{string.Join(", ", node.First.Stages.Select(s => s.Name))}: {node.First.Volume}, {node.First.Volume.Neurons}, "
            + $"{Numbers.Whole(node.First.Parameters)} parameters, sees {node.Sees}";
}
