namespace ConvNotebooks.Interactive;

/// <summary>
/// Which volumes are drawn with the branches that they join: all while there is room, otherwise one of each kind. The others stand
/// for their branches and say whose they are like.
/// </summary>
internal sealed class StackChoice
{
    private const int All = 26;
    private const int Most = 80;
    private const int Deepest = 4;

    private readonly HashSet<StackNode> opened = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, StackNode> kinds = [];

    /// <summary>Chooses among the nodes of a network, the first before the later.</summary>
    public StackChoice(IReadOnlyList<StackNode> nodes)
    {
        var (all, room) = (nodes.Sum(n => Size(n, 0)) <= All, Most);
        foreach (var node in nodes.Where(n => n.Join is not null))
        {
            var size = Size(node, 0);
            if (!all && (size > room || kinds.ContainsKey(node.First.Kind)))
                continue;
            room -= size;
            Open(node, 0);
        }
    }

    /// <summary>Whether a node's branches are drawn.</summary>
    public bool IsOpen(StackNode node) => opened.Contains(node);

    /// <summary>The node whose branches are drawn in place of a node's; null where there is none.</summary>
    public StackNode? Like(StackNode node) => kinds.GetValueOrDefault(node.First.Kind);

    private void Open(StackNode node, int depth)
    {
        if (depth == Deepest)
            return;
        opened.Add(node);
        kinds.TryAdd(node.First.Kind, node);
        foreach (var inside in node.Lanes.SelectMany(l => l.Nodes).Where(n => n.Join is not null))
            Open(inside, depth + 1);
    }

    private static int Size(StackNode node, int depth) =>
        depth == Deepest ? 1 : 1 + node.Lanes.SelectMany(l => l.Nodes).Sum(n => Size(n, depth + 1));
}
