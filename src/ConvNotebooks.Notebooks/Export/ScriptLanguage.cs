using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvNotebooks.Notebooks;

/// <summary>What the highlighter lets cells refer to: everything this process itself refers to, and the usual namespaces.</summary>
internal sealed class ScriptLanguage
{
    private static readonly Lazy<ScriptLanguage> Only = new(() => new ScriptLanguage());

    private ScriptLanguage()
    {
        string all = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        References = [.. all.Split(Path.PathSeparator).Where(File.Exists).Select(path => MetadataReference.CreateFromFile(path))];
    }

    public static ScriptLanguage Instance => Only.Value;

    public IReadOnlyList<MetadataReference> References { get; }

    public CSharpParseOptions Parsing { get; } = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    public CSharpCompilationOptions Compilation { get; } = new(
        OutputKind.DynamicallyLinkedLibrary,
        usings:
        [
            "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading.Tasks",
            "ConvNotebooks", "ConvNotebooks.Interactive", "ConvNotebooks.Notebooks",
        ]);
}
