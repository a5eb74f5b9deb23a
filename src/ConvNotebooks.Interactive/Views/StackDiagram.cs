using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive.Views;

/// <summary>
/// A network as volumes in three dimensions: height upwards, width into the page, depth across. Sides grow with the square
/// root of the size, depth with its logarithm; the next layer's filter lies on each volume, and what the last window sees on
/// the input, both to the scale of the face. Repeated volumes are drawn once.
/// </summary>
internal sealed class StackDiagram
{
    private const int Page = 816;
    private const int Blocks = 40;
    private const int Heading = 440;
    private const double Face = 92;
    private const double Slant = 0.38;
    private const int Front = 0x9CC3DE;
    private const int Side = 0xC3DCEC;
    private const int Top = 0xDDECF5;
    private const int Edge = 0x3B6E91;

    private readonly Network network;
    private readonly Scene scene;
    private readonly double largest;
    private (double X, double Y)? tip;

    private StackDiagram(Network network)
    {
        this.network = network;
        largest = Math.Max(network.InputShape.Width, network.InputShape.Height);
        scene = new($"Network {network.Notation}");
    }

    public static View Of(Network network)
    {
        var folds = StackFold.Of(StackBlock.Of(network));
        var scene = new StackDiagram(network).Draw(folds);
        var table = new Table("volume", "layers", "times", ">sees", ">parameters");
        foreach (var fold in folds)
        {
            foreach (var block in fold.Blocks)
            {
                table.Row(block.Volume.ToString(), block.Stages.Count == 0 ? "INPUT" : block.Notation, fold.Times == 1 ? "" : $"×{fold.Times}",
                    block.Stages.Count == 0 ? "" : Sees((fold.Blocks.Count == 1 ? fold.Last : block).Stages[^1].Field), block.Stages.Count == 0 ? ""
                    : Numbers.Whole(block.Parameters));
                for (var i = 0; i < block.Branches.Count; i++)
                    table.Row(BranchCells((Join)block.Stages[0].Layer, i, block.Branches[i]));
            }
        }

        return new($"{network.Notation}\n{table.ToText()}")
        {
            Html = new Fragment().Raw(scene.ToSvg()).ToString(),
            Svg = scene.ToSvg(alone: true),
            Png = scene.ToPng(),
        };
    }

    private Scene Draw(IReadOnlyList<StackFold> folds)
    {
        var heading = network.Notation.Length > Heading ? network.Notation[..(Heading - 1)] + "…" : network.Notation;
        var below = scene.Paragraph(12, 22, heading, 12, Page - 24);
        var shown = folds.SelectMany(f => f.Blocks.Select((b, i) => (Fold: f, Block: b, Index: i))).ToList();
        var left = shown.Count - Blocks;
        shown = [.. shown.Take(Blocks)];
        double x = 30, row = below + 12;
        var tall = RowHeight(shown.Select(s => s.Block));
        var captions = 13 * Math.Max(0, shown.Max(s => Lines(s.Block, s.Fold, s.Index).Count) - 4);
        foreach (var (fold, block, index) in shown)
        {
            var width = ColumnWidth(block, fold);
            if (x + width > Page)
            {
                (x, row) = (30, row + tall + 78 + captions);
                tip = null;
            }

            var next = Following(block);
            DrawBlock(block, x, row + tall, next);
            Caption(block, fold, index, x, row + tall + 30);
            x += width;
        }

        row += tall + 100 + captions;
        if (left > 0)
            scene.Text(12, row, $"{left} more volumes are not drawn.", 11, Canvas.Grey);
        scene.Paragraph(12, row + (left > 0 ? 18 : 0), $"{network.Stages.Count} layers, {Numbers.Whole(network.Total.Parameters)} parameters, "
            + $"{Numbers.Whole(network.Total.MultiplyAdds)} multiply-adds an image. Orange: the next layer's filter or window. "
            + "Green: what a neuron of the last window sees.", 11, Math.Max(420, Math.Min(Page, scene.Width) - 30), Canvas.Grey);
        return scene;
    }

    private double RowHeight(IEnumerable<StackBlock> blocks) => blocks.Max(b => Size(b).Height + Size(b).Slant) + 8;

    private double ColumnWidth(StackBlock block, StackFold fold)
    {
        var size = Size(block);
        var lines = Lines(block, fold, fold.Blocks.ToList().IndexOf(block));
        return Math.Max(size.Thickness + size.Slant + 60, lines.Max(l => Canvas.TextWidth(l, 10)) + 16);
    }

    /// <summary>A volume's front: thickness for depth, height, and how far the width leads into the page.</summary>
    private (double Thickness, double Height, double Slant) Size(StackBlock block)
    {
        var (width, height, depth) = block.Volume;
        if (width == 1 && height == 1)
            return (10, 20 + 7 * Math.Log2(depth + 1), 5);
        double Scale(int side) => 8 + Face * Math.Sqrt(side / largest);
        return (4 + 5 * Math.Log2(depth), Scale(height), Slant * Scale(width));
    }

    private Stage? Following(StackBlock block)
    {
        var number = block.Stages.Count == 0 ? 0 : block.Stages[^1].Number;
        return network.Stages.Where(s => s.From.Contains(number)).MaxBy(s => s.Layer is WindowedLayer { Window.Width.Extent: var extent } ? extent : 0);
    }

    private void DrawBlock(StackBlock block, double x, double y, Stage? next)
    {
        var (thickness, height, slant) = Size(block);
        var (width, rows, depth) = block.Volume;
        if (tip is { } from)
        {
            var (endX, endY) = (x - 24, y - height / 2 - slant / 2);
            scene.Line(from, (endX - 4, endY), Canvas.Grey).Polygon([(endX - 7, endY - 3), (endX, endY), (endX - 7, endY + 3)], Canvas.Grey);
        }

        var hover = Hover(block);
        var shape = new Slab(x, y, thickness, height, slant);
        scene.Polygon(shape.FrontFace, Front, Edge, hover).Polygon(shape.TopFace, Top, Edge, hover).Polygon(shape.SideFace, Side, Edge, hover);
        if (block.Stages.Count == 0 && network.Stages.LastOrDefault(s => s.Layer is WindowedLayer) is { } last)
            Mark(shape, Math.Min(width, last.Field.Width.Size), Math.Min(rows, last.Field.Height.Size), width, rows, Ink.Green, $"a neuron of {last.Name} sees {Sees(last.Field)}");
        if (next?.Layer is WindowedLayer windowed)
            Mark(shape, Math.Min(width, windowed.Window.Width.Extent), Math.Min(rows, windowed.Window.Height.Extent), width, rows, Ink.Mark, $"window of {next.Name}: {next.Layer.Notation}");
        scene.Text(x + thickness / 2, y + 13, $"{depth}", 10, Canvas.Ink, Anchor.Middle);
        if (width > 1 || rows > 1)
        {
            scene.Text(x - 3, y - height / 2 + 4, $"{rows}", 10, Canvas.Ink, Anchor.End);
            scene.Text(x + thickness + slant / 2 + 5, y - slant / 2 + 9, $"{width}", 10);
        }

        tip = (x + thickness + slant + 4, y - height / 2 - slant / 2);
    }

    /// <summary>A part of the side face, in its middle and to its scale.</summary>
    private void Mark(Slab shape, int width, int height, int ofWidth, int ofHeight, int color, string hover)
    {
        double u = (ofWidth - width) / 2.0 / ofWidth, v = (ofHeight - height) / 2.0 / ofHeight;
        scene.Polygon(shape.OnSide(u, v, (double)width / ofWidth, (double)height / ofHeight), -1, color, hover, 1.6);
    }

    private void Caption(StackBlock block, StackFold fold, int index, double x, double y)
    {
        foreach (var line in Lines(block, fold, index))
        {
            scene.Text(x - 4, y, line, 10, line.StartsWith('×') ? Ink.Mark : Canvas.Grey);
            y += 13;
        }
    }

    private static List<string> Lines(StackBlock block, StackFold fold, int index)
    {
        if (block.Stages.Count == 0)
            return ["input"];
        var lines = new List<string> { block.Stages[0].Layer.Notation };
        lines.AddRange(block.Branches.Select(branch => $"| {branch.Label}"));
        if (block.Stages.Count > 1)
            lines.Add("+ " + string.Join(", ", block.Stages.Skip(1).Select(s => s.Layer.Word)));
        lines.Add($"sees {Sees((fold.Blocks.Count == 1 ? fold.Last : block).Stages[^1].Field)}");
        if (fold.Times > 1)
            lines.Add(fold.Blocks.Count == 1 ? $"×{fold.Times}" : $"×{fold.Times} ({index + 1} of {fold.Blocks.Count})");
        return lines;
    }

    private static string Hover(StackBlock block) => block.Stages.Count == 0
        ? $"input {block.Volume}"
        : $"{string.Join(", ", block.Stages.Select(s => s.Name))}: {block.Volume}, {block.Volume.Neurons}, "
            + $"{Numbers.Whole(block.Parameters)} parameters, sees {Sees(block.Stages[^1].Field)}";

    /// <summary>A branch below the volume that joins it.</summary>
    private static Cell[] BranchCells(Join join, int number, StackBranch branch) =>
    [
        $" {number + 1} | {join.Volumes[number]}", branch.Notation, "",
        .. branch.Stages.Count == 0 ? Array.Empty<Cell>() : [Sees(branch.Stages[^1].Field), Numbers.Whole(branch.Stages.Sum(s => s.Counts.Parameters.Value))],
    ];

    private static string Sees(ReceptiveField field) => $"{field.Width.Size}x{field.Height.Size}";

    /// <summary>A block in oblique projection, its front's lower left corner at (x, y).</summary>
    private readonly record struct Slab(double X, double Y, double Thickness, double Height, double Slant)
    {
        public (double, double)[] FrontFace => [(X, Y), (X + Thickness, Y), (X + Thickness, Y - Height), (X, Y - Height)];

        public (double, double)[] TopFace =>
            [(X, Y - Height), (X + Thickness, Y - Height), (X + Thickness + Slant, Y - Height - Slant), (X + Slant, Y - Height - Slant)];

        public (double, double)[] SideFace => OnSide(0, 0, 1, 1);

        /// <summary>A rectangle on the side face, in parts of its width and height.</summary>
        public (double, double)[] OnSide(double u, double v, double width, double height) =>
            [At(u, v), At(u + width, v), At(u + width, v + height), At(u, v + height)];

        private (double, double) At(double u, double v) => (X + Thickness + u * Slant, Y - v * Height - u * Slant);
    }
}
