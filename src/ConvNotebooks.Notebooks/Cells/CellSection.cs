using System.Text.RegularExpressions;

namespace ConvNotebooks.Notebooks;

/// <summary>A run of lines of a cell in one language.</summary>
/// <param name="Language">The language.</param>
/// <param name="Arguments">What follows the language on its <c>#!</c> line.</param>
/// <param name="Line">The line of that <c>#!</c>, from 1; 0 when the cell begins in this language.</param>
/// <param name="Lines">The lines after it.</param>
/// <param name="IsLast">True for the cell's last section.</param>
internal sealed partial record CellSection(string Language, string Arguments, int Line, IReadOnlyList<string> Lines, bool IsLast)
{
    /// <summary>The sections of a cell; together they have all its lines.</summary>
    /// <exception cref="CellCommandException">A language is not one of ours.</exception>
    public static IReadOnlyList<CellSection> Split(CellCode code)
    {
        string[] lines = code.Text.Split('\n');
        var starts = new List<(string Language, string Arguments, int Line)> { (code.Language, "", 0) };
        for (int i = 0; i < lines.Length; i++)
        {
            Match command = Command().Match(lines[i]);
            if (command.Success && CellLanguages.Resolve(command.Groups["name"].Value) is { } language)
                starts.Add((language, command.Groups["arguments"].Value.Trim(), i + 1));
        }

        foreach ((string language, _, int line) in starts.Where(start => !CellLanguages.CanRun(start.Language)))
        {
            throw new CellCommandException(
                $"line {Math.Max(line, 1)}: {language} cells cannot be run here; {string.Join(", ", CellLanguages.Known)} can. "
                + "Write it in one of these, or tag the cell skip-execution.");
        }

        IEnumerable<int> ends = starts.Skip(1).Select(start => start.Line - 1).Append(lines.Length);
        return [.. starts.Zip(ends, (start, end) => new CellSection(
            start.Language, start.Arguments, start.Line, lines[start.Line..end], end == lines.Length))
            .Where(section => section.Line > 0 || section.Lines.Count > 0)];
    }

    /// <summary>A <c>#!</c> line: its name and what follows.</summary>
    public static Match CommandOf(string line) => Command().Match(line);

    [GeneratedRegex(@"^#!(?<name>[A-Za-z][\w#-]*)(?<arguments>(\s.*)?)$")]
    private static partial Regex Command();
}
