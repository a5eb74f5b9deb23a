using ConvNotebooks.Interactive;

namespace ConvNotebooks.Cli.Describing;

/// <summary>A mistake in a notation as text: what is wrong, the line with the place underlined, the repairs.</summary>
internal static class Misfit
{
    /// <summary>The text, of several lines.</summary>
    /// <param name="notation">What was read.</param>
    /// <param name="mistake">What is wrong with it.</param>
    public static string Describe(string notation, NotationException mistake)
    {
        string[] problem = mistake.Problem.Split('\n');
        return string.Join('\n',
        [
            $"line {mistake.Line}, column {mistake.Column}: {problem[0]}",
            "",
            .. Underline.Lines(notation, mistake, margin: 2),
            .. problem.Length > 1 ? ["", .. problem[1..]] : Array.Empty<string>(),
        ]);
    }
}
