namespace ConvNotebooks.Notebooks;

/// <summary>The part of a cell that a position lies in.</summary>
/// <param name="Language">Its language; null on a <c>#!</c> line.</param>
/// <param name="Text">Its text; that of the <c>#!</c> line.</param>
/// <param name="Start">Where it begins in the cell.</param>
internal sealed record CellPlace(string? Language, string Text, int Start)
{
    /// <summary>The place at a position.</summary>
    public static CellPlace At(string code, int position)
    {
        int lineStart = position == 0 ? 0 : code.LastIndexOf('\n', position - 1) + 1;
        int lineEnd = code.IndexOf('\n', position) is >= 0 and var end ? end : code.Length;
        string line = code[lineStart..lineEnd];
        if (line.StartsWith("#!", StringComparison.Ordinal))
            return new(null, line, lineStart);
        int start = 0;
        foreach (CellSection section in SectionsOf(code))
        {
            string text = string.Join('\n', section.Lines);
            start += section.Line > 0 ? code.IndexOf('\n', start) is >= 0 and var first ? first - start + 1 : 0 : 0;
            if (position >= start && position <= start + text.Length)
                return new(section.Language, text, start);
            start += text.Length + (section.Lines.Count > 0 ? 1 : 0);
        }

        return new(CellLanguages.CSharp, code, 0);
    }

    /// <summary>The C# of a cell: all other lines, and those that are no C# to a compiler, are spaces.</summary>
    public static string CSharpOf(string code)
    {
        IEnumerable<string> lines = SectionsOf(code).SelectMany(section =>
            (section.Line > 0 ? (IEnumerable<bool>)[false] : []).Concat(section.Lines.Select(line =>
                section.Language == CellLanguages.CSharp && !line.StartsWith("#!", StringComparison.Ordinal) && !IsPackage(line))))
            .Zip(code.Split('\n'), (isCSharp, line) => isCSharp ? line : new string(' ', line.Length));
        return string.Join('\n', lines);
    }

    private static bool IsPackage(string line)
    {
        try
        {
            return PackageDirective.Read(line, 0) is not null;
        }
        catch (PackageException)
        {
            return true;
        }
    }

    private static IReadOnlyList<CellSection> SectionsOf(string code)
    {
        try
        {
            return CellSection.Split(code);
        }
        catch (CellCommandException)
        {
            return [new(CellLanguages.CSharp, "", 0, code.Split('\n'), IsLast: true)];
        }
    }
}
