using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ConvNotebooks.Notebooks;

/// <summary>Words the compiler's errors by cell and line, with the line of code and the place underlined.</summary>
internal static partial class CompilationErrors
{
    private const int Shown = 5;

    private static readonly Dictionary<string, string> Advice = new()
    {
        ["CS7021"] = "A cell cannot declare namespaces: leave the namespace out.",
        ["CS1109"] = "Declare it outside the class, as a static method of the cell itself.",
        ["CS0006"] = "Give a path relative to the notebook's folder, or an absolute one.",
        ["CS4012"] = "Spans cannot be variables of a cell: use them inside a method, or keep an array.",
        ["CS8345"] = "Spans cannot be variables of a cell: use them inside a method, or keep an array.",
    };

    /// <summary>One error event for a cell that does not compile.</summary>
    public static ErrorEvent Describe(IReadOnlyList<Diagnostic> errors, string folder)
    {
        List<string> lines = [];
        List<Diagnostic> distinct = [.. errors.DistinctBy(error => (error.Id, error.Location.SourceSpan))];
        foreach (Diagnostic error in distinct.Take(Shown))
            lines.AddRange(Lines(error, folder));
        if (distinct.Count > Shown)
            lines.Add($"... and {distinct.Count - Shown} more errors");
        return new ErrorEvent("CompilationError", lines[0], lines);
    }

    /// <summary>The error for a <c>#r</c> that asks for a package.</summary>
    public static ErrorEvent NoPackages(SyntaxNode directive, string reference)
    {
        FileLinePositionSpan span = directive.SyntaxTree.GetLineSpan(directive.Span);
        string message = $"{span.Path}, line {span.StartLinePosition.Line + 1}: #r \"{reference}\" asks for a package, and "
            + "packages cannot be loaded in this version. Build or download the library, then refer to its file: "
            + "#r \"path/to/Library.dll\".";
        return new ErrorEvent("CompilationError", message, [message]);
    }

    private static IEnumerable<string> Lines(Diagnostic error, string folder)
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
            int start = Math.Min(error.Location.SourceSpan.Start - line.Start, line.Span.Length);
            int length = Math.Max(1, Math.Min(error.Location.SourceSpan.End, line.End) - line.Start - start);
            yield return $"    {line}";
            string margin = string.Concat(line.ToString()[..start].Select(c => c == '\t' ? '\t' : ' '));
            yield return $"    {margin}{new string('^', length)}";
        }

        if (AdviceFor(error) is { } advice)
            yield return $"    {advice}";
    }

    private static string? AdviceFor(Diagnostic error)
    {
        int line = error.Location.GetLineSpan().StartLinePosition.Line;
        string code = error.Location.SourceTree?.GetText().Lines.ElementAtOrDefault(line).ToString() ?? "";
        return error.Id is "CS1002" or "CS1519" && UsingVariable().IsMatch(code)
            ? "A cell cannot declare using variables at its top level: write using (var x = ...) { ... }."
            : Advice.GetValueOrDefault(error.Id);
    }

    [GeneratedRegex(@"^\s*(await\s+)?using\s+[\w.<>]+\s+\w+\s*=")]
    private static partial Regex UsingVariable();
}
