using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace ConvNotebooks.Notebooks;

/// <summary>What a piece of C# came to: an error, or the value of its last expression where it ends in one.</summary>
internal sealed record ScriptValue(ErrorEvent? Error, bool HasValue = false, object? Value = null);

/// <summary>
/// The C# code of a session: each piece is compiled with the variables, types and usings of those before it, guarded so
/// that it can be interrupted, and run.
/// </summary>
internal sealed class ScriptChain : IDisposable
{
    private readonly InteractiveAssemblyLoader _loader = ScriptSetup.Loader();
    private readonly List<MetadataReference> _references = [];
    private readonly List<SubmittedCode> _submitted = [];
    private readonly List<string> _newReferences = [];
    private readonly Dictionary<string, CellSource> _sources = [];
    private readonly string _folder;
    private readonly Tracebacks _tracebacks;
    private ScriptState<object>? _state;

    /// <summary>Starts a chain.</summary>
    /// <param name="folder">The notebook's folder, which is taken out of messages.</param>
    public ScriptChain(string folder)
    {
        _folder = folder;
        _tracebacks = new Tracebacks(folder, _sources);
    }

    /// <summary>The variables by name; of several with one name, the last.</summary>
    public IReadOnlyList<CellVariable> Variables => _state is null
        ? []
        : [.. _state.Variables
            .GroupBy(variable => variable.Name)
            .Select(same => same.Last())
            .OrderBy(variable => variable.Name, StringComparer.Ordinal)
            .Select(variable => new CellVariable(variable.Name, variable.Type, variable.Value))];

    /// <summary>Lets the code from now on refer to libraries that are loaded.</summary>
    public void Refer(IEnumerable<string> references, IEnumerable<Assembly> assemblies)
    {
        foreach (string reference in references)
        {
            _newReferences.Add(reference);
            _references.Add(AssemblyFile.Reference(reference));
        }

        foreach (Assembly assembly in assemblies)
            _loader.RegisterDependency(assembly);
    }

    /// <summary>The code that compiled, and whose variables are kept, since this was called last.</summary>
    public IReadOnlyList<SubmittedCode> TakeSubmitted()
    {
        SubmittedCode[] taken = [.. _submitted];
        _submitted.Clear();
        return taken;
    }

    /// <summary>Compiles and runs a piece.</summary>
    /// <param name="source">The cell it stands in.</param>
    /// <param name="part">The C# code, line by line as in the cell.</param>
    /// <param name="cancellation">Gives up the compilation, and what the code awaits.</param>
    public async Task<ScriptValue> RunAsync(CellSource source, CodePart part, CancellationToken cancellation)
    {
        _sources[source.Name] = source;
        if (part.Networks.Select(network => NetErrors.Describe(network, source)).FirstOrDefault(error => error is not null) is { } mistake)
            return new(mistake);

        ScriptOptions options = ScriptSetup.Options(source.Folder, _sources.Keys).AddReferences(_references).WithFilePath(source.Name);
        string code = UsingVariables.Rewrite(part.Code);
        Script<object> script = Continue(code, options);
        SyntaxTree tree = script.GetCompilation().SyntaxTrees.First(t => t.FilePath == source.Name);
        var root = (CompilationUnitSyntax)await tree.GetRootAsync(cancellation).ConfigureAwait(false);
        List<Diagnostic> errors = Errors(script, cancellation);
        if (errors.Count > 0)
            return new(CompilationErrors.Describe(errors, script.GetCompilation(), _folder, source));

        SemanticModel model = script.GetCompilation().GetSemanticModel(tree);
        bool endsInValue = EndsInValue(root, model);
        Script<object> guarded = Continue(CellRewriter.Rewrite(root, model), options);
        if (Errors(guarded, cancellation).Count == 0)
            script = guarded;
        _submitted.Add(new(code, [.. _newReferences]));
        _newReferences.Clear();
        ScriptState<object>? before = _state;
        if (await ExecuteAsync(script, cancellation).ConfigureAwait(false) is not { } exception)
            return new(null, _state!.ReturnValue is not null || endsInValue, _state.ReturnValue);
        // What the cell declared may hold the memory that later cells need.
        if (exception.GetBaseException() is OutOfMemoryException)
        {
            _state = before;
            _newReferences.AddRange(_submitted[^1].References);
            _submitted.RemoveAt(_submitted.Count - 1);
            // Aggressive: memory that is free but still committed counts against the limit of the heap.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        return new(exception is NetException net ? NetErrors.Describe(net, source) : _tracebacks.Describe(exception));
    }

    /// <summary>Runs a piece and disposes what it declared with <c>using</c>.</summary>
    /// <returns>The exception that ended it, or that a disposal threw; null when all went well.</returns>
    private async Task<Exception?> ExecuteAsync(Script<object> script, CancellationToken cancellation)
    {
        _state = _state is null
            ? await script.RunAsync(globals: null, _ => true, cancellation).ConfigureAwait(false)
            : await script.RunFromAsync(_state, _ => true, cancellation).ConfigureAwait(false);
        Exception? disposal = await CellGuard.DisposeAllAsync().ConfigureAwait(false);
        return _state.Exception ?? disposal;
    }

    public void Dispose()
    {
        _state = null;
        _loader.Dispose();
    }

    private Script<object> Continue(string code, ScriptOptions options) => _state is null
        ? CSharpScript.Create(code, options, assemblyLoader: _loader)
        : _state.Script.ContinueWith<object>(code, options);

    private static List<Diagnostic> Errors(Script<object> script, CancellationToken cancellation) =>
        [.. script.GetCompilation().GetDiagnostics(cancellation).Where(d => d.Severity == DiagnosticSeverity.Error)];

    /// <summary>True when a cell ends in an expression that has a value, be it null.</summary>
    private static bool EndsInValue(CompilationUnitSyntax root, SemanticModel model) =>
        root.Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax last }
        && last.SemicolonToken.IsMissing
        && model.GetTypeInfo(last.Expression).Type?.SpecialType != SpecialType.System_Void;
}
