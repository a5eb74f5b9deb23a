namespace ConvNotebooks.Interactive;

/// <summary>A block as it is shown, once for all its repetitions.</summary>
/// <param name="Turns">The block in every repetition, those of repetitions around it too.</param>
/// <param name="Times">How often it comes where it stands.</param>
/// <param name="Part">Its place among the blocks that repeat together, from 1.</param>
/// <param name="Parts">How many blocks repeat together.</param>
/// <param name="Lanes">The branches that it joins.</param>
internal sealed record StackNode(IReadOnlyList<StackBlock> Turns, int Times, int Part, int Parts, IReadOnlyList<StackLane> Lanes)
{
    private const int LongestTurn = 8;

    /// <summary>The block in the first repetition.</summary>
    public StackBlock First => Turns[0];

    /// <summary>The layer that joins its branches; null for none.</summary>
    public Join? Join => First.Branches.Count == 0 ? null : (Join)First.Stages[0].Layer;

    /// <summary>The names of its first layer in all repetitions: <c>conv1</c>, <c>conv1, conv2</c>, <c>conv1, … conv7</c>.</summary>
    public string Names => Turns.Count switch { 1 => First.Name, 2 => $"{First.Name}, {Turns[1].Name}", _ => $"{First.Name}, … {Turns[^1].Name}" };

    /// <summary>The parameters of all repetitions, without those of branches.</summary>
    public long Parameters => Turns.Sum(t => t.Parameters);

    /// <summary>What a neuron of the last repetition sees; empty for the input.</summary>
    public string Sees => Turns[^1].Stages is [.., { Field: var seen }] ? $"{seen.Width.Size}x{seen.Height.Size}" : "";

    /// <summary>How often it comes, for people: <c>×3</c>, <c>×3 (1 of 2)</c>; empty for once.</summary>
    public string Repeats => (Times, Parts) switch { (1, _) => "", (_, 1) => $"×{Times}", _ => $"×{Times} ({Part} of {Parts})" };

    /// <summary>This node and those of its branches.</summary>
    public IEnumerable<StackNode> All => Lanes.SelectMany(l => l.Nodes).SelectMany(n => n.All).Append(this);

    /// <summary>A network as nodes, the input first.</summary>
    public static IReadOnlyList<StackNode> Of(Network network) => Fold([StackBlock.Of(network)]);

    /// <summary>Folds repetitions of a chain of blocks, the one that spares most blocks first; chains alike are folded as one.</summary>
    private static List<StackNode> Fold(IReadOnlyList<IReadOnlyList<StackBlock>> alike)
    {
        var (blocks, nodes) = (alike[0], new List<StackNode>());
        for (var at = 0; at < blocks.Count;)
        {
            var (turn, times) = Enumerable.Range(1, LongestTurn).Select(t => (Turn: t, Times: Repetitions(blocks, at, t)))
                .MaxBy(f => (f.Times - 1) * f.Turn);
            for (var part = 0; part < turn; part++)
                nodes.Add(Of([.. alike.SelectMany(chain => Enumerable.Range(0, times).Select(i => chain[at + part + i * turn]))], times, part + 1, turn));
            at += turn * times;
        }

        return nodes;
    }

    private static StackNode Of(IReadOnlyList<StackBlock> turns, int times, int part, int parts)
    {
        var (branches, lanes) = (turns[0].Branches, new List<StackLane>());
        for (var at = 0; at < branches.Count;)
        {
            var count = 1;
            while (at + count < branches.Count && branches[at].Count > 0 && StackBlock.AreAlike(branches[at], branches[at + count]))
                count++;
            lanes.Add(new(at + 1, count, branches[at].Count == 0 ? [] : Fold([.. turns.SelectMany(t => t.Branches.Skip(at).Take(count))])));
            at += count;
        }

        return new(turns, times, part, parts, lanes);
    }

    private static int Repetitions(IReadOnlyList<StackBlock> blocks, int at, int turn)
    {
        var times = 1;
        while (at + (times + 1) * turn <= blocks.Count && Enumerable.Range(0, turn).All(i => blocks[at + i].IsLike(blocks[at + times * turn + i])))
            times++;
        return times;
    }
}

/// <summary>A branch as it is shown, once for those beside it that are alike.</summary>
/// <param name="First">The number of the first branch, from 1.</param>
/// <param name="Count">How many branches are alike.</param>
/// <param name="Nodes">Its blocks; none where it is the volume before the branches.</param>
internal sealed record StackLane(int First, int Count, IReadOnlyList<StackNode> Nodes)
{
    private const int Named = 4;

    /// <summary>Its number, or the first and the last: <c>2</c>, <c>1 … 32</c>.</summary>
    public string Number => Count == 1 ? $"{First}" : $"{First} … {First + Count - 1}";

    /// <summary>Its filters and windows in a few words, as figures of papers label them: <c>96 1x1, 128 3x3</c>.</summary>
    public string Label => Nodes.Count == 0 ? "the volume before" : string.Join(", ", Nodes.Take(Named).Select(LabelOf))
        + (Nodes.Count > Named ? $", {Nodes.Count - Named} more" : "") + (Count == 1 ? "" : $" ×{Count}");

    private static string LabelOf(StackNode node) => node.First.Stages[0].Layer switch
    {
        Conv2d conv => $"{conv.Filters} {conv.Window.Size.Width}x{conv.Window.Size.Height}",
        Pool2d pool => pool.Word,
        var other => other.Notation,
    } + (node.Part == node.Parts && node.Times > 1 ? $" {node.Repeats}" : "");
}
