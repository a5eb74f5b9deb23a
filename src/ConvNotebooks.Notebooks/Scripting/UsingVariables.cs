using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// <c>using var x = …;</c> at the top level of a cell, which C# scripting does not know: x becomes a variable like any
/// other, and is disposed at the end of the cell's code, before the value of its last expression is shown. Lines, and the
/// columns up to the declaration's end, stay where they are.
/// </summary>
internal static class UsingVariables
{
    private static readonly CSharpParseOptions Program = new(LanguageVersion.Latest);

    /// <summary>The code as scripting can compile it.</summary>
    /// <param name="code">The C# code of a cell.</param>
    public static string Rewrite(string code)
    {
        if (!code.Contains("using", StringComparison.Ordinal))
            return code;
        var text = new StringBuilder(code);
        CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(code, Program).GetCompilationUnitRoot();
        foreach (LocalDeclarationStatementSyntax declaration in root.Members.OfType<GlobalStatementSyntax>()
            .Select(member => member.Statement).OfType<LocalDeclarationStatementSyntax>()
            .Where(d => d.UsingKeyword.Span.Length > 0 && !d.SemicolonToken.IsMissing).Reverse())
        {
            string dispose = declaration.AwaitKeyword.Span.Length > 0 ? nameof(CellGuard.DisposeLater) : nameof(CellGuard.Dispose);
            text.Insert(declaration.Span.End, string.Concat(declaration.Declaration.Variables
                .Select(variable => $" global::ConvNotebooks.Notebooks.CellGuard.{dispose}({variable.Identifier.Text});")));
            Blank(text, declaration.UsingKeyword);
            Blank(text, declaration.AwaitKeyword);
        }

        return text.ToString();
    }

    private static void Blank(StringBuilder text, SyntaxToken keyword)
    {
        for (int i = keyword.Span.Start; i < keyword.Span.End; i++)
            text[i] = ' ';
    }
}
