namespace ConvNotebooks.Interactive.Views;

/// <summary>The stack table: a row for each layer, with what it gives, where that comes from and what it costs.</summary>
internal static class NetworkView
{
    public static View Of(Network network)
    {
        var table = new Table("layer", "notation", "output", "formula", ">neurons", ">parameters", ">multiply-adds",
            ">memory", ">sees")
        { IsDense = true };
        table.Row("input", $"INPUT {network.InputShape.ToString().Trim('[', ']')}", network.InputShape.ToString());
        foreach (var stage in network.Stages)
        {
            table.Row([stage.Place, stage.Layer.Notation, stage.Output.ToString(), stage.Formula,
                .. Costs(stage.Counts), $"{stage.Field.Width.Size}x{stage.Field.Height.Size}"]);
        }

        if (network.Stages.Count > 0)
            table.Total(["total", Layers(network), network.OutputShape.ToString(), "", .. Costs(network.Total)]);
        var note = "For one image, float32. Memory: bytes of the output in a forward pass"
            + (network.Stages.Count > 0 ? $"; training keeps gradients too, {Numbers.Bytes(network.Total.TrainingBytes)} in all" : "")
            + $". The input's own {Numbers.Bytes(4 * network.InputShape.Neurons)} are not counted. "
            + "Sees: pixels of the input that a neuron sees, padding included.";
        return new($"{network.Notation}\n\n{table.ToText()}\n{note}")
        {
            Html = new Fragment().Heading(network.Notation).Table(table).Note(note).ToString(),
        };
    }

    private static string[] Costs(LayerCounts counts) =>
    [
        Numbers.Whole(counts.Neurons),
        Numbers.Whole(counts.Parameters),
        Numbers.Whole(counts.MultiplyAdds),
        Numbers.Bytes(counts.ActivationBytes),
    ];

    private static string Layers(Network network) => network.Stages.Count == 1 ? "1 layer" : $"{network.Stages.Count} layers";
}
