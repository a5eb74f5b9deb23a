namespace ConvNotebooks.Cli.Describing;

/// <summary>A mistake in a notation as text: what is wrong, the line with the place underlined, the repairs.</summary>
internal static class Misfit
{
    /// <summary>The text, of several lines.</summary>
    /// <param name="notation">What was read.</param>
    /// <param name="mistake">What is wrong with it.</param>
    public static string Describe(string notation, NotationException mistake)
    {
        string line = notation.Split('\n').ElementAtOrDefault(mistake.Line - 1)?.TrimEnd('\r') ?? "";
        int start = Math.Clamp(mistake.Column - 1, 0, line.Length);
        int length = Math.Clamp(mistake.Length, 1, Math.Max(1, line.Length - start));
        string indent = string.Concat(line[..start].Select(c => c == '\t' ? '\t' : ' '));
        string[] problem = mistake.Problem.Split('\n');
        return string.Join('\n',
        [
            $"line {mistake.Line}, column {mistake.Column}: {problem[0]}",
            "",
            $"  {line}",
            $"  {indent}{new string('^', length)}",
            .. problem.Length > 1 ? ["", .. problem[1..]] : Array.Empty<string>(),
        ]);
    }
}
