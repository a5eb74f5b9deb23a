using ConvNotebooks.Interactive;

namespace ConvNotebooks.Notebooks;

/// <summary>A section in the notation is no network, as it came out while the cell ran.</summary>
/// <param name="mistake">What is wrong.</param>
/// <param name="section">The section.</param>
internal sealed class NetException(NotationException mistake, NetSection section) : Exception(mistake.Message, mistake)
{
    public NotationException Mistake => mistake;

    public NetSection Section => section;
}

/// <summary>Words a mistake in a section in the notation: line and column of the cell, the place underlined, the repairs.</summary>
internal static class NetErrors
{
    /// <summary>The mistake in a section that needs nothing from C#; null when there is none.</summary>
    public static ErrorEvent? Describe(NetSection section, CellSource source) =>
        NetLanguage.Diagnose(section.Text) is { } mistake ? Describe("CompilationError", mistake, section, source) : null;

    /// <summary>The mistake that came out while the cell ran.</summary>
    public static ErrorEvent Describe(NetException exception, CellSource source) =>
        Describe(nameof(NotationException), exception.Mistake, exception.Section, source);

    private static ErrorEvent Describe(string name, NotationException mistake, NetSection section, CellSource source)
    {
        int line = section.LinesBefore + mistake.Line;
        string[] problem = mistake.Problem.Split('\n');
        string message = $"{source.Name}, line {line}, column {mistake.Column}: {problem[0]}";
        return new ErrorEvent(
            name, message,
            [message, .. Underline.Lines(source.Line(line) ?? "", mistake.Column - 1, mistake.Length, margin: 4), .. problem.Skip(1)]);
    }
}
