using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive;

/// <summary>Measures the nodes of a network for a drawing: what stands in a row, how high branches are, where lines part and meet.</summary>
/// <param name="choice">Which branches are drawn.</param>
/// <param name="scale">How large volumes are.</param>
internal sealed class StackMeasure(StackChoice choice, StackScale scale)
{
    private const double Narrowest = 150;
    private const double BetweenLanes = 16;

    /// <summary>A chain in rows.</summary>
    /// <param name="nodes">Its nodes.</param>
    /// <param name="room">Pixels that a row may take; a single piece may take more.</param>
    /// <param name="isOutside">Whether it is in no branch.</param>
    public RowsPiece Rows(IEnumerable<StackNode> nodes, double room, bool isOutside)
    {
        var (rows, row) = (new List<RowPiece>(), new List<StackPiece>());
        foreach (var node in nodes)
        {
            StackPiece piece = choice.IsOpen(node) ? Module(node, room, isOutside) : Volume(node, isOutside, isOpen: false);
            if (row.Count > 0 && row.Sum(p => p.Width) + piece.Extent > room)
            {
                rows.Add(new(row));
                row = [];
            }

            row.Add(piece);
        }

        return new([.. rows, new(row)], isOutside ? 34 : 24);
    }

    private VolumePiece Volume(StackNode node, bool isOutside, bool isOpen) => new(node, scale.Of(node.First.Volume),
        StackCaption.Of(node, isOutside, isOpen, isOpen ? null : choice.Like(node), isOpen && IsFramed(node, isOutside)), isOutside);

    private ModulePiece Module(StackNode node, double room, bool isOutside)
    {
        var volume = Volume(node, isOutside, isOpen: true);
        var lead = 22 + Math.Max(16, node.Lanes.Max(l => StackCaption.Width(l.Number)));
        double tail = isOutside ? 52 : 36, middle = 0;
        var lanes = new List<LanePiece>();
        foreach (var lane in node.Lanes)
        {
            var rows = lane.Nodes.Count == 0 ? null : Rows(lane.Nodes, Math.Max(Narrowest, room - lead - tail - volume.Width), isOutside: false);
            var piece = rows is null ? new LanePiece(lane, null, 0, StackCaption.Width(StackTable.Skip(node.Join!, lane)) + 12, 16, 8)
                : new LanePiece(lane, rows, 0, rows.Width, rows.Above, rows.Below);
            middle += lanes.Count == 0 ? 0 : lanes[^1].Below + BetweenLanes + piece.Above;
            lanes.Add(piece with { Middle = middle });
        }

        var (spine, isFramed) = (Spine(lanes), IsFramed(node, isOutside));
        return new(lanes, volume, spine, lead, tail, isFramed, Math.Max(spine + lanes[0].Above, volume.Above) + (isFramed ? node.Times > 1 ? 26 : 12 : 0),
            Math.Max(middle + lanes[^1].Below - spine, volume.Below) + (isFramed ? 8 : 0));
    }

    /// <summary>Of two branches the longer lies straight on the way; of more the way leads through their middle.</summary>
    private static double Spine(List<LanePiece> lanes) => lanes.Count == 2 && lanes[0].Lane.Nodes.Count != lanes[1].Lane.Nodes.Count
        ? lanes.MaxBy(l => l.Lane.Nodes.Count)!.Middle
        : (lanes[(lanes.Count - 1) / 2].Middle + lanes[lanes.Count / 2].Middle) / 2;

    private static bool IsFramed(StackNode node, bool isOutside) => isOutside || node.Times > 1;
}
