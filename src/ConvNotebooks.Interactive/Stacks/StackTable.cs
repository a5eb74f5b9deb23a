using ConvNotebooks.Interactive.Views;

namespace ConvNotebooks.Interactive;

/// <summary>
/// A network in the order in which volumes flow, as text: a row for each volume, branches between the volume before them and the one
/// that joins them, a tree of lines beside them. Parameters are those of all repetitions, so that the column adds up to the network's.
/// </summary>
internal static class StackTable
{
    public static Table Of(IEnumerable<StackNode> nodes)
    {
        var table = new Table("volume", "name", "layers", "times", ">sees", ">parameters");
        Rows(table, nodes, "", "");
        return table;
    }

    private static void Rows(Table table, IEnumerable<StackNode> nodes, string first, string others)
    {
        foreach (var node in nodes)
        {
            for (var i = 0; i < node.Lanes.Count; i++)
                Branch(table, node, i, i == 0 ? first : others, others);
            var begin = node.Lanes.Count == 0 ? first : others;
            table.Row(begin + node.First.Volume, node.Names, node.First.Notation, node.Repeats, node.Sees,
                node.First.Stages.Count == 0 ? "" : Numbers.Whole(node.Parameters));
            first = others;
        }
    }

    private static void Branch(Table table, StackNode node, int number, string first, string others)
    {
        var (lane, last) = (node.Lanes[number], number == node.Lanes.Count - 1);
        var corner = $"{(last ? "└" : "├")} {lane.Number} ";
        var below = (last ? " " : "│").PadRight(corner.Length);
        if (lane.Nodes.Count == 0)
            table.Row(first + corner + node.Join!.Volumes[lane.First - 1], "", Skip(node.Join, lane));
        else
            Rows(table, lane.Nodes, first + corner, others + below);
    }

    /// <summary>What an empty branch is.</summary>
    public static string Skip(Join join, StackLane lane) =>
        join is Add && join.Volumes[lane.First - 1] != join.Output ? "the volume before, subsampled" : "the volume before";
}
