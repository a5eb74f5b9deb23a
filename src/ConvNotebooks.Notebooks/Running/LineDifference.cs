namespace ConvNotebooks.Notebooks;

/// <summary>The lines in which two texts differ, between the lines they begin and end with in common.</summary>
internal static class LineDifference
{
    private const int Shown = 5;
    private const int LineLength = 120;

    /// <summary>A heading with the line, then stored lines after <c>-</c> and new ones after <c>+</c>; empty for equal texts.</summary>
    public static IEnumerable<string> Describe(string heading, string stored, string now)
    {
        if (stored == now)
            yield break;
        string[] a = stored.Split('\n');
        string[] b = now.Split('\n');
        int shorter = Math.Min(a.Length, b.Length);
        int head = 0;
        while (head < shorter && a[head] == b[head])
            head++;
        int tail = 0;
        while (tail < shorter - head && a[^(tail + 1)] == b[^(tail + 1)])
            tail++;
        yield return $"{heading}, from line {head + 1}:";
        foreach (string line in Side('-', a[head..^tail]).Concat(Side('+', b[head..^tail])))
            yield return line;
    }

    private static IEnumerable<string> Side(char sign, string[] lines)
    {
        IEnumerable<string> shown = lines.Take(Shown).Select(line => $"{sign} {Short(line)}");
        return lines.Length > Shown ? shown.Append($"{sign} ... ({lines.Length - Shown} more lines)") : shown;
    }

    private static string Short(string line) =>
        line.Length <= LineLength ? line : $"{line[..LineLength]}... ({line.Length} characters)";
}
