using System.Globalization;
using Spectre.Console;

namespace ConvNotebooks.Cli.Describing;

/// <summary>The stack table in a terminal: a row per layer with its volume, formula and costs for one image, then totals.</summary>
internal static class StackTable
{
    public static void Write(Screen screen, Network network)
    {
        var table = new Table { Border = TableBorder.Simple, ShowFooters = true };
        LayerCounts total = network.Total;
        table.AddColumn(new TableColumn("layer") { Footer = new Text("total"), NoWrap = true });
        table.AddColumn(new TableColumn("notation"));
        table.AddColumn(new TableColumn("volume") { NoWrap = true });
        table.AddColumn(new TableColumn("formula"));
        table.AddColumn(Number("neurons", total.Neurons));
        table.AddColumn(Number("parameters", total.Parameters));
        table.AddColumn(Number("multiply-adds", total.MultiplyAdds));
        table.AddColumn(Number("bytes", total.ActivationBytes));
        table.AddColumn(new TableColumn("sees") { NoWrap = true });
        table.AddRow(Texts("input", "INPUT", network.InputShape.ToString()));
        foreach (Stage stage in network.Stages)
        {
            LayerCounts counts = stage.Counts;
            table.AddRow(Texts(
                stage.Place, stage.Layer.Notation, stage.Output.ToString(), stage.Formula, Digits(counts.Neurons),
                Digits(counts.Parameters), Digits(counts.MultiplyAdds), Digits(counts.ActivationBytes),
                $"{stage.Field.Width.Size}x{stage.Field.Height.Size}"));
        }

        screen.Show(table);
        screen.Output.WriteLine("For one image. bytes: activations in a forward pass. sees: the receptive field on the input, padding included, in pixels.");
    }

    private static TableColumn Number(string name, Count total) =>
        new(name) { Alignment = Justify.Right, NoWrap = true, Footer = new Text(Digits(total)) };

    private static Text[] Texts(params string[] cells) => [.. cells.Select(cell => new Text(cell))];

    private static string Digits(Count count) => count.Value.ToString("N0", CultureInfo.InvariantCulture);
}
