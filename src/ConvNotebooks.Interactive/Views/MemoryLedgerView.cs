using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive.Views;

/// <summary>
/// The page's rule for memory, layer by layer: activations and as many gradients, parameters with their gradients and the
/// optimizer's copies, four bytes each. At test time earlier activations can go, and what is read later is enough: the largest pair of neighbours, where there are no branches.
/// </summary>
internal static class MemoryLedgerView
{
    private const int Bar = 560;
    private const int Row = 20;
    private const int Rows = 60;
    private static readonly int[] Cards = [3, 4, 6, 12];

    public static View Of(Network network, int images, int copies)
    {
        var lines = network.Stages.Select(s => Line.Of(s, images, copies))
            .Prepend(new Line("input", 4L * images * network.InputShape.Neurons, 0, 0, 0, 0)).ToList();
        var total = new Line("total", lines.Sum(l => l.Activations), lines.Sum(l => l.ActivationGradients), lines.Sum(l => l.Parameters),
            lines.Sum(l => l.ParameterGradients), lines.Sum(l => l.Optimizer));
        var table = new Table("layer", ">activations", ">their gradients", ">parameters", ">their gradients", ">optimizer", ">training");
        foreach (var line in lines)
            table.Row(line.Cells);
        table.Total(total.Cells);
        var notes = Notes(network, lines, total, images, copies).ToArray();
        var title = $"Memory of {(network.Notation.Length > 100 ? network.Notation[..99] + "…" : network.Notation)}, {images} {(images == 1 ? "image" : "images")}, float32";
        var scene = Draw(title, lines, notes);
        var fragment = new Fragment().Raw(scene.ToSvg()).Table(table);
        return new($"{title}\n{table.ToText()}\n{string.Join('\n', notes)}") { Html = fragment.ToString(), Png = scene.ToPng() };
    }

    private static IEnumerable<string> Notes(Network network, List<Line> lines, Line total, int images, int copies)
    {
        var most = network.Stages.Select(s => lines[s.Number].Activations + Waiting(network, s).Sum(number => lines[number].Activations))
            .DefaultIfEmpty(total.Activations).Max();
        yield return $"Training: {Numbers.Whole(total.Training)} B = {Numbers.Bytes(total.Training)}; "
            + $"{copies} {(copies == 1 ? "value" : "values")} of the optimizer a parameter; workspace not counted.";
        yield return $"Forward, everything kept: {Numbers.Bytes(total.Activations + total.Parameters)}. "
            + $"At test time, earlier activations let go: {Numbers.Bytes(most + total.Parameters)}.";
        var perImage = (total.Activations + total.ActivationGradients) / images;
        var rest = total.Training - (total.Activations + total.ActivationGradients);
        yield return "Images of a minibatch that fit: " + string.Join(", ", Cards.Select(gib =>
            $"{Numbers.Whole(perImage == 0 ? 0 : Math.Max(0, ((long)gib << 30) - rest) / perImage)} in {gib} GiB")) + ".";
    }

    /// <summary>The volumes that are there when a layer runs: what it reads, and what other branches or layers after them still read.</summary>
    private static IEnumerable<int> Waiting(Network network, Stage running) => network.Stages.Skip(running.Number - 1)
        .SelectMany(s => s.From).Distinct().Where(number => number < running.Number);

    private static Scene Draw(string title, List<Line> lines, string[] notes)
    {
        var scene = new Scene(title);
        scene.Text(10, 20, title.Length > 110 ? title[..109] + "…" : title, 13);
        var x = 10.0;
        foreach (var (name, color) in ((string, int)[])[("activations", Ink.Blue), ("their gradients", 0x56B4E9), ("parameters", Ink.Mark), ("their gradients", Ink.Orange), ("optimizer", 0xF0E442)])
        {
            scene.Rectangle(x, 32, 10, 10, color);
            scene.Text(x + 15, 41, name, 11, Canvas.Grey);
            x += Canvas.TextWidth(name, 11) + 34;
        }

        var most = Math.Max(1, lines.Max(l => l.Training));
        var left = 16 + (int)lines.Max(l => Canvas.TextWidth(l.Name, 11));
        double y = 56;
        foreach (var line in lines.Take(Rows))
        {
            scene.Text(10, y + 12, line.Name, 11);
            double at = left;
            foreach (var (what, bytes, color) in line.Parts)
            {
                var width = (double)Bar * bytes / most;
                if (bytes > 0)
                    scene.Rectangle(at, y, Math.Max(width, 0.5), 15, color, hover: $"{line.Name}: {what} {Numbers.Bytes(bytes)}");
                at += width;
            }

            scene.Text(at + 6, y + 12, Numbers.Bytes(line.Training), 10, Canvas.Grey);
            y += Row;
        }

        y += 16;
        if (lines.Count > Rows)
            notes = [$"{Rows} of {lines.Count} rows drawn.", .. notes];
        foreach (var note in notes)
            y = scene.Paragraph(10, y, note, 11, Math.Max(520, scene.Width - 20), Canvas.Grey);
        return scene;
    }

    /// <summary>The bytes of one layer.</summary>
    private sealed record Line(string Name, long Activations, long ActivationGradients, long Parameters, long ParameterGradients, long Optimizer)
    {
        public long Training => checked(Activations + ActivationGradients + Parameters + ParameterGradients + Optimizer);

        public (string What, long Bytes, int Color)[] Parts =>
        [
            ("activations", Activations, Ink.Blue), ("gradients of activations", ActivationGradients, 0x56B4E9),
            ("parameters", Parameters, Ink.Mark), ("gradients of parameters", ParameterGradients, Ink.Orange), ("optimizer", Optimizer, 0xF0E442),
        ];

        public Cell[] Cells => [Name, .. Parts.Select(p => (Cell)Numbers.Bytes(p.Bytes)), Numbers.Bytes(Training)];

        public static Line Of(Stage stage, int images, int copies)
        {
            long activations = checked(stage.Counts.ActivationBytes.Value * images), parameters = checked(4 * stage.Counts.Parameters.Value);
            return new(stage.Name, activations, activations, parameters, parameters, checked(parameters * copies));
        }
    }
}
