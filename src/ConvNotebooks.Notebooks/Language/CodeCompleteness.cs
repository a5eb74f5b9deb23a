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

/// <summary>Tells whether code is complete, from its syntax alone.</summary>
public static class CodeCompleteness
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>The state of a piece of code.</summary>
    /// <param name="code">A cell as typed so far.</param>
    /// <returns>The state, and the spaces the next line should start with: four for every open brace.</returns>
    public static (Completeness State, string Indent) Of(string code)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(code, Script);
        if (!SyntaxFactory.IsCompleteSubmission(tree))
        {
            int open = tree.GetRoot().DescendantTokens().Sum(token => token.IsMissing ? 0
                : token.IsKind(SyntaxKind.OpenBraceToken) ? 1
                : token.IsKind(SyntaxKind.CloseBraceToken) ? -1 : 0);
            return (Completeness.Incomplete, new string(' ', 4 * Math.Max(open, 0)));
        }

        bool wrong = tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return (wrong ? Completeness.Invalid : Completeness.Complete, "");
    }
}
