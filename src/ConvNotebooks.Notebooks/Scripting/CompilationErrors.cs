using System.Globalization;
using ConvNotebooks.Interactive;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ConvNotebooks.Notebooks;

/// <summary>Words the compiler's errors by cell and line, with the line of code and the place underlined.</summary>
internal static class CompilationErrors
{
    private const int Shown = 5;

    private static readonly Dictionary<string, string> Advice = new()
    {
        ["CS7021"] = "A cell cannot declare namespaces: leave the namespace out.",
        ["CS1109"] = "Declare it outside the class, as a static method of the cell itself.",
        ["CS0006"] = "Give a path relative to the notebook's folder, or an absolute one.",
        ["CS1010"] = "The text that begins here does not end on its line: write the \" that ends it.",
        ["CS1039"] = "The text that begins here does not end: write the \" that ends it.",
        ["CS4012"] = "Spans cannot be variables of a cell: use them inside a method, or keep an array.",
        ["CS8345"] = "Spans cannot be variables of a cell: use them inside a method, or keep an array.",
    };

    /// <summary>One error event for a cell that does not compile.</summary>
    public static ErrorEvent Describe(IReadOnlyList<Diagnostic> errors, Compilation compilation, string folder, CellSource source)
    {
        List<string> lines = [];
        List<Diagnostic> distinct = [.. errors.DistinctBy(error => (error.Id, error.Location.SourceSpan))];
        foreach (Diagnostic error in distinct.Take(Shown))
        {
            lines.AddRange(Lines(error, folder, source));
            if ((Advice.GetValueOrDefault(error.Id) ?? MissingUsings.Advice(error, compilation)) is { } advice)
                lines.Add($"    {advice}");
        }

        if (distinct.Count > Shown)
            lines.Add($"... and {distinct.Count - Shown} more errors");
        if (distinct.Select(error => error.Location.GetLineSpan()).Any(place => place.Path == source.Name && IsOfIPython(source.Line(place.StartLinePosition.Line + 1))))
            lines.Add("Lines that begin with % or ! are IPython's. Commands here begin with #!, and #!lsmagic lists them.");
        return new ErrorEvent("CompilationError", lines[0], lines);
    }

    private static IEnumerable<string> Lines(Diagnostic error, string folder, CellSource source)
    {
        string message = StableText.Relative(StableText.Clean(error.GetMessage(CultureInfo.InvariantCulture)), folder);
        FileLinePositionSpan span = error.Location.GetLineSpan();
        string place = span.IsValid
            ? $"{StableText.Relative(span.Path, folder)}, line {span.StartLinePosition.Line + 1}: "
            : "";
        yield return $"{place}error {error.Id}: {message}";
        if (error.Location.SourceTree?.GetText() is { } text && span.StartLinePosition.Line < text.Lines.Count)
        {
            TextLine line = text.Lines[span.StartLinePosition.Line];
            int start = error.Location.SourceSpan.Start - line.Start;
            int length = error.Location.SourceSpan.End - line.Start - start;
            string code = line.ToString();
            string written = span.Path == source.Name ? source.Line(span.StartLinePosition.Line + 1) ?? code : code;
            foreach (string shown in written == code ? Underline.Lines(code, start, length, 4) : Underline.Lines(written, 0, written.Length, 4))
                yield return shown;
        }
    }

    /// <summary>Whether a line is a command of IPython's, <c>%matplotlib inline</c> or <c>!ls</c>, rather than C#.</summary>
    private static bool IsOfIPython(string? line) => line is ['%' or '!', var next, ..] && (char.IsAsciiLetter(next) || next == '%');
}
