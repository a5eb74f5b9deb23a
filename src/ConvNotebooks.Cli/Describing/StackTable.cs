using System.Globalization;

namespace ConvNotebooks.Cli.Describing;

/// <summary>The stack table in a terminal: a row per layer with its volume, formula and costs for one image, then totals.</summary>
internal static class StackTable
{
    public static void Write(Screen screen, Network network)
    {
        // The first row, without a layer, is the input.
        IReadOnlyList<string> left = FittingTable.Write(screen, Columns(network), [null, .. network.Stages]);
        string[] notes =
        [
            "For one image.",
            .. Note("bytes", "activations in a forward pass."),
            .. Note("sees", "the receptive field on the input, padding included, in pixels."),
            .. left.Count == 0 ? Array.Empty<string>() : [$"Left out, for a wider terminal or --json: {string.Join(", ", left)}."],
        ];
        screen.Output.WriteLine(string.Join(' ', notes));

        string[] Note(string column, string meaning) => left.Contains(column) ? [] : [$"{column}: {meaning}"];
    }

    private static FittingColumn<Stage?>[] Columns(Network network)
    {
        LayerCounts total = network.Total;
        return
        [
            new("layer", stage => stage?.Place ?? "input", Footer: "total"),
            new("notation", stage => stage?.Layer.Notation ?? "INPUT", Wraps: true),
            new("volume", stage => (stage?.Output ?? network.InputShape).ToString()),
            new("formula", stage => stage?.Formula ?? "", Rank: 1, Wraps: true),
            Number("neurons", counts => counts.Neurons, rank: 4),
            Number("parameters", counts => counts.Parameters, rank: 0),
            Number("multiply-adds", counts => counts.MultiplyAdds, rank: 2),
            Number("bytes", counts => counts.ActivationBytes, rank: 5),
            new("sees", stage => stage is null ? "" : $"{stage.Field.Width.Size}x{stage.Field.Height.Size}", Rank: 3),
        ];

        FittingColumn<Stage?> Number(string name, Func<LayerCounts, Count> count, int rank) =>
            new(name, stage => stage is null ? "" : Digits(count(stage.Counts)), rank, IsNumber: true, Footer: Digits(count(total)));
    }

    private static string Digits(Count count) => count.Value.ToString("N0", CultureInfo.InvariantCulture);
}
