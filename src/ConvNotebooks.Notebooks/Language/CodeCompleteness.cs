using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvNotebooks.Notebooks;

/// <summary>What a console should do with the code typed so far.</summary>
public enum Completeness
{
    /// <summary>Run it.</summary>
    Complete,

    /// <summary>Ask for another line.</summary>
    Incomplete,

    /// <summary>Run it and show the error: no further line can mend it.</summary>
    Invalid,
}

/// <summary>Tells whether code is complete, from the syntax of its C# alone: other languages end where the person says so.</summary>
public static class CodeCompleteness
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>The state of a piece of code; an error before the last token of unfinished code makes it invalid.</summary>
    /// <param name="code">A cell as typed so far.</param>
    /// <returns>The state, and the spaces the next line should start with: four for every open brace.</returns>
    public static (Completeness State, string Indent) Of(string code)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(UsingVariables.Rewrite(CellPlace.CSharpOf(code)), Script);
        List<SyntaxToken> tokens = [.. tree.GetRoot().DescendantTokens().Where(token => token.Span.Length > 0)];
        bool isComplete = SyntaxFactory.IsCompleteSubmission(tree);
        int last = isComplete ? int.MaxValue : tokens.LastOrDefault().SpanStart;
        if (tree.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error && d.Location.SourceSpan.End < last))
            return (Completeness.Invalid, "");
        int open = tokens.Count(token => token.IsKind(SyntaxKind.OpenBraceToken))
            - tokens.Count(token => token.IsKind(SyntaxKind.CloseBraceToken));
        return isComplete
            ? (Completeness.Complete, "")
            : (Completeness.Incomplete, new string(' ', 4 * Math.Max(open, 0)));
    }
}
