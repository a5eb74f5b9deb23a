using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.QuickInfo;
using Microsoft.CodeAnalysis.Text;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Completes and explains cells: C# code from what the cells before it declared, sections in the notation, <c>#!</c> lines.
/// Each cell that ran is a submission that refers to the one before; nothing is executed here. One call runs at a time.
/// </summary>
public sealed class CSharpLanguage : IDisposable
{
    private static readonly CSharpParseOptions Script = new(
        LanguageVersion.Latest, DocumentationMode.Parse, SourceCodeKind.Script);

    private readonly SemaphoreSlim _one = new(1);
    private readonly Lazy<AdhocWorkspace> _workspace = new();
    private readonly Queue<SubmittedCode> _cells = new();
    private IReadOnlyList<MetadataReference> _references = [];
    private ProjectId? _last;
    private int _count;

    /// <summary>Makes what a cell declares known to later calls.</summary>
    /// <param name="code">What compiled, with the libraries that were loaded for it.</param>
    public void AddCell(SubmittedCode code)
    {
        lock (_cells)
            _cells.Enqueue(code);
    }

    /// <summary>What could stand at a position.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="position">The cursor, in UTF-16 units.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<CompletionList> CompleteAsync(string code, int position, CancellationToken cancellation = default)
    {
        position = Math.Min(position, code.Length);
        CellPlace part = CellPlace.At(code, position);
        if (part.Language != CellLanguages.CSharp)
            return CompleteOther(part, position);
        code = CellPlace.CSharpOf(code);
        using Draft draft = await OpenAsync(code, cancellation).ConfigureAwait(false);
        CompletionService service = CompletionService.GetService(draft.Document)!;
        Microsoft.CodeAnalysis.Completion.CompletionList found =
            await service.GetCompletionsAsync(draft.Document, position, cancellationToken: cancellation).ConfigureAwait(false);
        if (found.ItemsList.Count == 0)
            return new CompletionList(position, position, []);
        string typed = code[found.Span.Start..Math.Min(found.Span.End, position)];
        return new CompletionList(found.Span.Start, found.Span.End,
        [
            .. found.ItemsList
                .Where(item => item.DisplayText.StartsWith(typed, StringComparison.OrdinalIgnoreCase) && !NeedsUsing(item))
                .OrderBy(item => item.DisplayText.StartsWith(typed, StringComparison.Ordinal) ? 0 : 1)
                .ThenBy(item => IsNamedArgument(item) ? 0 : 1)
                .ThenBy(item => item.SortText, StringComparer.OrdinalIgnoreCase)
                .Select(item => new CompletionItem(IsNamedArgument(item) ? $"{item.DisplayText}:" : item.DisplayText, Kind(item.Tags)))
                .Distinct(),
        ]);
    }

    /// <summary>What the symbol at a position is; between a call's parentheses, the method called.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="position">The cursor, in UTF-16 units.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null where there is nothing to explain.</returns>
    public async Task<Inspection?> InspectAsync(string code, int position, CancellationToken cancellation = default)
    {
        CellPlace part = CellPlace.At(code, Math.Min(position, code.Length));
        if (part.Language != CellLanguages.CSharp)
            return part.Language == CellLanguages.Net ? NetLanguage.Inspect(part.Text, position - part.Start) : null;
        code = CellPlace.CSharpOf(code);
        using Draft draft = await OpenAsync(code, cancellation).ConfigureAwait(false);
        QuickInfoService service = QuickInfoService.GetService(draft.Document)!;
        for (int place = Math.Min(position, code.Length); place >= 0; place = Before(code, place))
        {
            if (!InName(code, place))
                continue;
            QuickInfoItem? found = await service.GetQuickInfoAsync(draft.Document, place, cancellation).ConfigureAwait(false);
            if (found is not null)
                return new Inspection(string.Join("\n\n", found.Sections.Select(section => section.Text)));
        }

        return null;
    }

    /// <summary>Completes what is no C#: the notation, and the words of <c>#!</c> lines.</summary>
    private static CompletionList CompleteOther(CellPlace part, int position)
    {
        if (part.Language is null)
        {
            string typed = part.Text[..(position - part.Start)];
            return new CompletionList(part.Start, position,
            [
                .. CellCommands.Known.Select(command => command.Split(' ')[0])
                    .Where(command => command.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                    .Select(command => new CompletionItem(command, "keyword")),
            ]);
        }

        CompletionList found = part.Language == CellLanguages.Net
            ? NetLanguage.Complete(part.Text, position - part.Start)
            : new(position - part.Start, position - part.Start, []);
        return found with { Start = found.Start + part.Start, End = found.End + part.Start };
    }

    /// <summary>Lets go of the workspace.</summary>
    public void Dispose()
    {
        if (_workspace.IsValueCreated)
            _workspace.Value.Dispose();
        _one.Dispose();
    }

    /// <summary>True where a word that is no number stands at a place or ends there.</summary>
    private static bool InName(string code, int place)
    {
        int start = place;
        while (start > 0 && (char.IsLetterOrDigit(code[start - 1]) || code[start - 1] == '_'))
            start--;
        return start < code.Length && (char.IsLetter(code[start]) || code[start] == '_');
    }

    /// <summary>The place before the parenthesis that encloses a place on its line; -1 where there is none.</summary>
    private static int Before(string code, int place)
    {
        int depth = 0;
        for (int i = place - 1; i > 0 && code[i] != '\n'; i--)
        {
            depth += code[i] == ')' ? 1 : code[i] == '(' ? -1 : 0;
            if (depth < 0)
                return i - 1;
        }

        return -1;
    }

    /// <summary>A type or method of a namespace that the cell does not use: editors add the <c>using</c>, and the protocol knows no way to.</summary>
    private static bool NeedsUsing(Microsoft.CodeAnalysis.Completion.CompletionItem item) => item.InlineDescription.Length > 0;

    /// <summary>A parameter of the call around the cursor, offered as <c>name:</c>.</summary>
    private static bool IsNamedArgument(Microsoft.CodeAnalysis.Completion.CompletionItem item) => item.DisplayTextSuffix == ":";

    private static string Kind(ImmutableArray<string> tags) => tags.IsEmpty ? "text" : tags[0].ToLowerInvariant();

    private async Task<Draft> OpenAsync(string code, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        lock (_cells)
        {
            while (_cells.TryDequeue(out SubmittedCode? cell))
            {
                _references = [.. _references, .. cell.References.Select(LanguageReferences.Of)];
                _last = Submit(cell.CSharp).Project.Id;
            }
        }

        return new Draft(this, Submit(code));
    }

    private Document Submit(string code)
    {
        var id = ProjectId.CreateNewId();
        string name = $"cell{++_count}";
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, usings: ScriptSetup.Imports, allowUnsafe: true);
        var project = ProjectInfo.Create(
            id, VersionStamp.Default, name, name, LanguageNames.CSharp,
            compilationOptions: options,
            parseOptions: Script,
            projectReferences: _last is null ? [] : [new ProjectReference(_last)],
            metadataReferences: [.. LanguageReferences.All, .. _references],
            isSubmission: true);
        Project added = _workspace.Value.AddProject(project);
        DocumentInfo document = DocumentInfo.Create(
            DocumentId.CreateNewId(id), name, sourceCodeKind: SourceCodeKind.Script,
            loader: TextLoader.From(TextAndVersion.Create(SourceText.From(code), VersionStamp.Default)));
        return _workspace.Value.AddDocument(document);
    }

    /// <summary>The code being written, gone from the workspace when it was looked at.</summary>
    private sealed class Draft(CSharpLanguage language, Document document) : IDisposable
    {
        public Document Document => document;

        public void Dispose()
        {
            language._workspace.Value.TryApplyChanges(language._workspace.Value.CurrentSolution.RemoveProject(document.Project.Id));
            language._one.Release();
        }
    }
}
