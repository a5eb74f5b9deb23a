namespace ConvNotebooks.Interactive;

/// <summary>One volume of a network: the layer that made it, and those after it that leave its size alone.</summary>
/// <param name="Stages">The layers; empty for the input.</param>
/// <param name="Volume">The volume after them.</param>
/// <param name="Branches">The volumes of each branch that the first layer joins; of an empty branch none.</param>
internal sealed record StackBlock(IReadOnlyList<Stage> Stages, Shape Volume, IReadOnlyList<IReadOnlyList<StackBlock>> Branches)
{
    /// <summary>The layers in the notation, without branches.</summary>
    public string Notation => Stages.Count == 0 ? "INPUT" : string.Join(" -> ", Stages.Select(s => s.Layer.Notation));

    /// <summary>The name of the first layer.</summary>
    public string Name => Stages.Count == 0 ? "input" : Stages[0].Name;

    /// <summary>The parameters of these layers, without those of branches.</summary>
    public long Parameters => Stages.Sum(s => s.Counts.Parameters.Value);

    /// <summary>
    /// How it is built, numbers of filters and depths aside: blocks of one kind look the same but for the numbers beside them.
    /// </summary>
    public string Kind => string.Join(" -> ", Stages.Select(s => KindOf(s.Layer)))
        + (Branches.Count == 0 ? "" : $"( {string.Join(" | ", Branches.Select(b => string.Join(" -> ", b.Select(block => block.Kind))))} )");

    /// <summary>Whether two blocks are drawn as one that repeats.</summary>
    public bool IsLike(StackBlock other) => Volume == other.Volume && Notation == other.Notation && Branches.Count == other.Branches.Count
        && Branches.Zip(other.Branches).All(b => AreAlike(b.First, b.Second));

    /// <summary>Whether two branches have the same layers and volumes.</summary>
    public static bool AreAlike(IReadOnlyList<StackBlock> a, IReadOnlyList<StackBlock> b) =>
        a.Count == b.Count && a.Zip(b).All(pair => pair.First.IsLike(pair.Second));

    /// <summary>
    /// A network as blocks, the input first: a layer that changes the volume, has a window or weights or joins branches begins one.
    /// </summary>
    public static IReadOnlyList<StackBlock> Of(Network network) => [new([], network.InputShape, []), .. Chain(network.Stages, "")];

    /// <summary>The blocks of a branch among stages, each that joins branches with theirs.</summary>
    private static List<StackBlock> Chain(IEnumerable<Stage> stages, string branch)
    {
        var blocks = new List<(List<Stage> Stages, IReadOnlyList<StackBlock>[] Branches)>();
        var inside = new List<Stage>();
        foreach (var stage in stages)
        {
            if (stage.Branch != branch)
            {
                inside.Add(stage);
                continue;
            }

            if (blocks.Count == 0 || stage.Output != stage.Input || stage.Layer is WindowedLayer or Dense or Join)
                blocks.Add(([], stage.Layer is Join ? [.. Enumerable.Range(1, stage.From.Count).Select(n => Inside(inside, branch, n))] : []));
            blocks[^1].Stages.Add(stage);
            inside.Clear();
        }

        return [.. blocks.Select(b => new StackBlock(b.Stages, b.Stages[^1].Output, b.Branches))];
    }

    private static List<StackBlock> Inside(IEnumerable<Stage> stages, string around, int number)
    {
        var branch = around.Length == 0 ? $"{number}" : $"{around}.{number}";
        return Chain([.. stages.Where(s => s.Branch == branch || s.Branch.StartsWith($"{branch}.", StringComparison.Ordinal))], branch);
    }

    private static string KindOf(Layer layer) => layer switch
    {
        Conv2d conv => conv.Notation.Replace($"CONV {conv.Filters} ", "CONV ", StringComparison.Ordinal),
        Dense => layer.Word,
        _ => layer.Notation,
    };
}
