using ConvNotebooks.Interactive.Drawing;

namespace ConvNotebooks.Interactive;

/// <summary>The lines below a volume.</summary>
internal static class StackCaption
{
    /// <summary>The size of their type, in pixels.</summary>
    public const int Type = 10;

    /// <summary>Pixels from one base line to the next.</summary>
    public const int Line = 13;

    private const double Broad = 132;
    private const int Branches = 8;

    /// <summary>The lines of a node and their colours.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isLabelled">Whether its sizes stand along its edges; otherwise they are a line.</param>
    /// <param name="isOpen">Whether its branches are drawn.</param>
    /// <param name="like">The node whose branches its own are like; null for none.</param>
    /// <param name="isFramed">Whether a frame says how often it comes.</param>
    public static IReadOnlyList<(string Text, int Color)> Of(StackNode node, bool isLabelled, bool isOpen, StackNode? like, bool isFramed)
    {
        var lines = new List<(string, int)>();
        void Add(string text, int color = Canvas.Grey) => lines.AddRange(Broken(text).Select(line => (line, color)));
        Add(node.Names, Canvas.Ink);
        if (!isLabelled)
            Add($"{node.First.Volume}", Canvas.Ink);
        if (node.First.Stages.Count == 0)
            return lines;
        Add(node.First.Stages[0].Layer.Notation);
        if (node.Join is not null && !isOpen)
        {
            if (like is not null)
                Add($"as {like.First.Name}, with");
            lines.AddRange(node.Lanes.Take(Branches).Select(lane => ($"| {lane.Label}", Canvas.Grey)));
            if (node.Lanes.Count > Branches)
                Add($"| {node.Lanes.Count - Branches} more");
        }

        if (node.First.Stages.Count > 1)
            Add("+ " + string.Join(", ", node.First.Stages.Skip(1).Select(s => s.Layer.Word)));
        if (isLabelled)
            Add($"sees {node.Sees}");
        if (node.Times > 1 && !isFramed)
            Add(node.Repeats, Ink.Mark);
        return lines;
    }

    /// <summary>The width of a line, in pixels.</summary>
    public static double Width(string text) => Canvas.TextWidth(text, Type);

    /// <summary>A text in lines, broken at blanks.</summary>
    private static IEnumerable<string> Broken(string text)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && Width($"{line} {word}") > Broad)
            {
                yield return line;
                line = "";
            }

            line += line.Length == 0 ? word : $" {word}";
        }

        yield return line;
    }
}
