using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvNotebooks.Notebooks;

/// <summary>Finds the <c>using</c> that a cell lacks for a type of the framework.</summary>
internal static class MissingUsings
{
    /// <summary>What cells of notebooks use beside the namespaces that every cell has.</summary>
    private static readonly string[] Namespaces =
    [
        "System.Diagnostics", "System.Globalization", "System.Text", "System.Text.Json", "System.Text.Json.Nodes", "System.Text.RegularExpressions",
        "System.Net.Http", "System.Numerics", "System.Reflection", "System.Collections", "System.Collections.Concurrent",
        "System.Collections.Immutable", "System.ComponentModel", "System.IO.Compression", "System.Runtime.CompilerServices",
        "System.Runtime.InteropServices", "System.Runtime.Intrinsics", "System.Security.Cryptography",
        "Microsoft.DotNet.Interactive.Formatting", "Plotly.NET", "SkiaSharp", "ConvNotebooks.Notebooks",
    ];

    /// <summary>What to write above; null when the name that an error is about is no type of these namespaces.</summary>
    /// <param name="error">An error of a name that does not exist (CS0103, CS0246).</param>
    /// <param name="compilation">The compilation that has it.</param>
    public static string? Advice(Diagnostic error, Compilation compilation)
    {
        if (error.Id is not ("CS0103" or "CS0246") || error.Location.SourceTree is not { } tree)
            return null;
        string name = tree.GetRoot().FindToken(error.Location.SourceSpan.Start).ValueText;
        return SyntaxFacts.IsValidIdentifier(name)
            && Namespaces.FirstOrDefault(space => Holds(compilation, $"{space}.{name}")) is { } found
            ? $"{name} is in {found}: write using {found}; first."
            : null;
    }

    private static bool Holds(Compilation compilation, string type) =>
        compilation.GetTypeByMetadataName(type) is { DeclaredAccessibility: Accessibility.Public }
        || compilation.GetTypeByMetadataName($"{type}`1") is { DeclaredAccessibility: Accessibility.Public };
}
