namespace ConvNotebooks.Interactive.Views;

/// <summary>One drawn volume of a stack: the layer that made it, and those after it that leave its size alone.</summary>
/// <param name="Stages">The layers; empty for the input.</param>
/// <param name="Volume">The volume after them.</param>
internal sealed record StackBlock(IReadOnlyList<Stage> Stages, Shape Volume)
{
    /// <summary>The layers in the notation: two blocks with the same are drawn once.</summary>
    public string Notation => string.Join(" -> ", Stages.Select(s => s.Layer.Notation));

    /// <summary>The stack as blocks: a layer that changes the volume or has a window or weights begins one.</summary>
    public static IReadOnlyList<StackBlock> Of(Network network)
    {
        var blocks = new List<List<Stage>>();
        foreach (var stage in network.Stages)
        {
            if (blocks.Count == 0 || stage.Output != stage.Input || stage.Layer is WindowedLayer or Dense)
                blocks.Add([]);
            blocks[^1].Add(stage);
        }

        return [new([], network.InputShape), .. blocks.Select(b => new StackBlock(b, b[^1].Output))];
    }
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
        while (at + (times + 1) * turn <= blocks.Count && Enumerable.Range(0, turn).All(i => Same(blocks[at + i], blocks[at + times * turn + i])))
            times++;
        return times;
    }

    private static bool Same(StackBlock a, StackBlock b) => a.Volume == b.Volume && a.Notation == b.Notation;
}
