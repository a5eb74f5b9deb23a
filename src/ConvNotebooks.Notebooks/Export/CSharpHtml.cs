using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Classification;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Text;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Colours the C# of a notebook's cells as an editor would: Roslyn classifies every cell as a submission that sees the
/// ones before it, and each kind of word becomes a span of one class.
/// </summary>
internal static class CSharpHtml
{
    /// <summary>What cells find without asking.</summary>
    private static readonly ScriptOptions Script = ScriptSetup.Options(AppContext.BaseDirectory, []);

    /// <summary>The cells' sources as HTML, escaped.</summary>
    public static Dictionary<CodeCell, string> Highlight(IReadOnlyList<CodeCell> cells)
    {
        var highlighted = new Dictionary<CodeCell, string>();
        using var workspace = new AdhocWorkspace();
        ProjectId? previous = null;
        foreach (CodeCell cell in cells)
        {
            if (!IsCSharp(cell))
            {
                highlighted[cell] = WebUtility.HtmlEncode(cell.Source);
                continue;
            }

            Document document = AddSubmission(workspace, cell.Source, ref previous);
            highlighted[cell] = Spans(document, cell.Source);
        }

        return highlighted;
    }

    /// <summary>A cell in another notation says so on its first line.</summary>
    private static bool IsCSharp(CodeCell cell) =>
        !cell.Source.StartsWith("#!", StringComparison.Ordinal) && !cell.Source.StartsWith("%%", StringComparison.Ordinal);

    private static Document AddSubmission(AdhocWorkspace workspace, string source, ref ProjectId? previous)
    {
        var id = ProjectId.CreateNewId();
        Project project = workspace.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, "cell", "cell", LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: Script.Imports),
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script),
            projectReferences: previous is null ? [] : [new ProjectReference(previous)],
            metadataReferences: Script.MetadataReferences, isSubmission: true));
        previous = id;
        return workspace.AddDocument(DocumentInfo.Create(
            DocumentId.CreateNewId(project.Id), "cell.csx", sourceCodeKind: SourceCodeKind.Script,
            loader: TextLoader.From(TextAndVersion.Create(SourceText.From(source), VersionStamp.Default))));
    }

    private static string Spans(Document document, string source)
    {
        // A span may lie inside another, as an escape does in a string: the inner one, painted later, wins.
        string?[] classes = new string?[source.Length];
        IEnumerable<ClassifiedSpan> spans = Classifier
            .GetClassifiedSpansAsync(document, new TextSpan(0, source.Length)).GetAwaiter().GetResult();
        foreach (ClassifiedSpan span in spans.OrderBy(s => s.TextSpan.Start).ThenByDescending(s => s.TextSpan.Length))
        {
            if (ClassOf(span.ClassificationType) is { } name)
                classes.AsSpan(span.TextSpan.Start, span.TextSpan.Length).Fill(name);
        }

        var html = new StringBuilder();
        for (int start = 0, end; start < source.Length; start = end)
        {
            end = start + 1;
            while (end < source.Length && classes[end] == classes[start])
                end++;
            string text = WebUtility.HtmlEncode(source[start..end]);
            html.Append(classes[start] is { } name ? $"<span class=\"{name}\">{text}</span>" : text);
        }

        return html.ToString();
    }

    private static string? ClassOf(string classification) => classification switch
    {
        ClassificationTypeNames.Keyword or ClassificationTypeNames.ControlKeyword => "k",
        ClassificationTypeNames.StringLiteral or ClassificationTypeNames.VerbatimStringLiteral => "s",
        ClassificationTypeNames.StringEscapeCharacter => "e",
        ClassificationTypeNames.NumericLiteral => "n",
        ClassificationTypeNames.Comment => "c",
        ClassificationTypeNames.ClassName or ClassificationTypeNames.StructName or ClassificationTypeNames.RecordClassName
            or ClassificationTypeNames.RecordStructName or ClassificationTypeNames.InterfaceName
            or ClassificationTypeNames.EnumName or ClassificationTypeNames.DelegateName
            or ClassificationTypeNames.TypeParameterName => "t",
        ClassificationTypeNames.MethodName or ClassificationTypeNames.ExtensionMethodName => "f",
        ClassificationTypeNames.EnumMemberName or ClassificationTypeNames.ConstantName => "m",
        ClassificationTypeNames.PreprocessorKeyword or ClassificationTypeNames.PreprocessorText => "d",
        _ when classification.StartsWith("xml doc comment", StringComparison.Ordinal) => "c",
        _ => null,
    };
}
