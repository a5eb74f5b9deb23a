namespace ConvNotebooks.Interactive.Views;

/// <summary>One drawn volume of a stack: the layer that made it, and those after it that leave its size alone.</summary>
/// <param name="Stages">The layers; empty for the input.</param>
/// <param name="Volume">The volume after them.</param>
/// <param name="Branches">What the first layer joins, branch by branch; empty where it joins none.</param>
internal sealed record StackBlock(IReadOnlyList<Stage> Stages, Shape Volume, IReadOnlyList<StackBranch> Branches)
{
    /// <summary>The layers in the notation, without branches.</summary>
    public string Notation => string.Join(" -> ", Stages.Select(s => s.Layer.Notation));

    /// <summary>The parameters of all layers, those of branches too.</summary>
    public long Parameters => Stages.Concat(Branches.SelectMany(b => b.Stages)).Sum(s => s.Counts.Parameters.Value);

    /// <summary>Whether two blocks are drawn as one that repeats.</summary>
    public bool IsLike(StackBlock other) => Volume == other.Volume && Notation == other.Notation && Branches.Count == other.Branches.Count
        && Branches.Zip(other.Branches).All(b => b.First.Notation == b.Second.Notation);

    /// <summary>The stack as blocks: a layer that changes the volume, has a window or weights or joins branches begins one.</summary>
    public static IReadOnlyList<StackBlock> Of(Network network)
    {
        var blocks = new List<List<Stage>>();
        foreach (var stage in network.Stages.Where(s => s.Branch.Length == 0))
        {
            if (blocks.Count == 0 || stage.Output != stage.Input || stage.Layer is WindowedLayer or Dense or Join)
                blocks.Add([]);
            blocks[^1].Add(stage);
        }

        return [new([], network.InputShape, []), .. blocks.Select(b => new StackBlock(b, b[^1].Output, BranchesOf(network, b[0])))];
    }

    private static IReadOnlyList<StackBranch> BranchesOf(Network network, Stage join)
    {
        if (join.Layer is not Join)
            return [];
        var inside = network.Stages.Take(join.Number - 1).Reverse().TakeWhile(s => s.Branch.Length > 0).Reverse().ToList();
        return [.. Enumerable.Range(1, join.From.Count).Select(n => StackBranch.Of(network, $"{n}", inside.Where(s => s.Branch.Split('.')[0] == $"{n}")))];
    }
}

/// <summary>A branch below the volume that joins it.</summary>
/// <param name="Stages">Its layers, with those of branches inside it; empty for the volume before the branches.</param>
/// <param name="Notation">Its layers in the notation.</param>
/// <param name="Label">Its filters and windows in a few words, as figures of papers label them.</param>
internal sealed record StackBranch(IReadOnlyList<Stage> Stages, string Notation, string Label)
{
    public static StackBranch Of(Network network, string branch, IEnumerable<Stage> stages)
    {
        Stage[] inside = [.. stages];
        Stage[] chain = [.. inside.Where(s => s.Branch == branch)];
        return inside.Length == 0
            ? new([], "the volume before", "the volume before")
            : new(inside, string.Join(" -> ", chain.Select(s => network.NotationOf(s.Name))), string.Join(", ", chain
                .Where(s => s.Layer is WindowedLayer or Dense or Join).DefaultIfEmpty(chain[^1]).Select(LabelOf)));
    }

    private static string LabelOf(Stage stage) => stage.Layer switch
    {
        Conv2d conv => $"{conv.Filters} {conv.Window.Size.Width}x{conv.Window.Size.Height}",
        Pool2d pool => pool.Word,
        var other => other.Notation,
    };
}

/// <summary>Blocks that follow one another as many times as said.</summary>
/// <param name="Blocks">The blocks of one turn.</param>
/// <param name="Times">How often they come.</param>
/// <param name="Last">The last block of the last turn.</param>
internal sealed record StackFold(IReadOnlyList<StackBlock> Blocks, int Times, StackBlock Last)
{
    private const int LongestTurn = 8;

    /// <summary>Folds repetitions, the one that spares most blocks first.</summary>
    public static IReadOnlyList<StackFold> Of(IReadOnlyList<StackBlock> blocks)
    {
        var folds = new List<StackFold>();
        for (var at = 0; at < blocks.Count;)
        {
            var (turn, times) = Enumerable.Range(1, LongestTurn).Select(t => (Turn: t, Times: Repeats(blocks, at, t)))
                .MaxBy(f => (f.Times - 1) * f.Turn);
            folds.Add(new([.. blocks.Skip(at).Take(turn)], times, blocks[at + turn * times - 1]));
            at += turn * times;
        }

        return folds;
    }

    private static int Repeats(IReadOnlyList<StackBlock> blocks, int at, int turn)
    {
        var times = 1;
        while (at + (times + 1) * turn <= blocks.Count && Enumerable.Range(0, turn).All(i => blocks[at + i].IsLike(blocks[at + times * turn + i])))
            times++;
        return times;
    }

}
