using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// A sequence of C# cells that share their variables, types and usings. What a cell puts out arrives as events; there
/// are no files and no sockets here. <see cref="Console"/> belongs to the whole process, so one cell runs at a time in a
/// process, whatever session it is of.
/// </summary>
public sealed class CSharpSession : ICellSession
{
    private static readonly SemaphoreSlim OneCell = new(1);

    private readonly string _folder;
    private readonly ScriptOptions _options;
    private readonly InteractiveAssemblyLoader _loader;
    private readonly Dictionary<string, string[]> _sources = [];
    private readonly Tracebacks _tracebacks;
    private ScriptState<object>? _state;

    /// <summary>Starts a session with this library loaded and its formatters registered.</summary>
    /// <param name="folder">Where relative paths of <c>#r</c> and <c>#load</c> start; the current folder if null.</param>
    public CSharpSession(string? folder = null)
    {
        _folder = Path.GetFullPath(folder ?? Environment.CurrentDirectory);
        _options = ScriptSetup.Options(_folder);
        _loader = ScriptSetup.Loader();
        _tracebacks = new Tracebacks(_folder, LineOf);
        Interactive.Formatters.Register();
    }

    /// <summary>Runs one cell to its end.</summary>
    /// <param name="code">The cell's C# code; a last expression without semicolon is the cell's result.</param>
    /// <param name="executionCount">The n of <c>In[n]</c>, by which errors name the cell; another one for every cell.</param>
    /// <param name="sink">Takes the cell's events, one at a time, on any thread; it must not throw.</param>
    /// <param name="cancellation">
    /// Cancels the wait for other cells and the compilation. Running code cannot be stopped safely inside a process: end
    /// the process, which is why notebooks run in worker processes.
    /// </param>
    /// <returns>How the cell ended. An error in the cell is a result too; it does not throw.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before the cell's code ran.</exception>
    public async Task<CellResult> ExecuteAsync(
        string code, int executionCount, Action<CellEvent> sink, CancellationToken cancellation = default)
    {
        await OneCell.WaitAsync(cancellation).ConfigureAwait(false);
        CultureInfo? earlier = CultureInfo.DefaultThreadCurrentCulture;
        try
        {
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
            using var output = new CellOutput(sink);
            using var capture = new ConsoleCapture();
            ErrorEvent? error = await Task.Run(
                () => RunAsync(code, executionCount, output, cancellation), cancellation).ConfigureAwait(false);
            if (error is not null)
                output.Fail(error);
            return new CellResult(error is null ? CellOutcome.Succeeded : CellOutcome.Failed, error);
        }
        finally
        {
            CultureInfo.DefaultThreadCurrentCulture = earlier;
            OneCell.Release();
        }
    }

    /// <summary>Lets go of the session's assemblies and variables.</summary>
    public ValueTask DisposeAsync()
    {
        _state = null;
        _loader.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<ErrorEvent?> RunAsync(
        string code, int executionCount, CellOutput output, CancellationToken cancellation)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        string name = string.Create(CultureInfo.InvariantCulture, $"In[{executionCount}]");
        _sources[name] = code.Split('\n');
        ScriptOptions options = _options.WithFilePath(name);
        Script<object> script = _state is null
            ? CSharpScript.Create(code, options, assemblyLoader: _loader)
            : _state.Script.ContinueWith<object>(code, options);

        SyntaxTree tree = script.GetCompilation().SyntaxTrees.First(t => t.FilePath == name);
        var root = (CompilationUnitSyntax)await tree.GetRootAsync(cancellation).ConfigureAwait(false);
        foreach (ReferenceDirectiveTriviaSyntax directive in root.GetReferenceDirectives())
        {
            if (directive.File.ValueText.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
                return CompilationErrors.NoPackages(directive, directive.File.ValueText);
        }

        List<Diagnostic> errors = [.. script.Compile(cancellation).Where(d => d.Severity == DiagnosticSeverity.Error)];
        if (errors.Count > 0)
            return CompilationErrors.Describe(errors, _folder);

        _state = _state is null
            ? await script.RunAsync(globals: null, _ => true, cancellation).ConfigureAwait(false)
            : await script.RunFromAsync(_state, _ => true, cancellation).ConfigureAwait(false);
        if (_state.Exception is { } exception)
            return _tracebacks.Describe(exception);
        if (_state.ReturnValue is DisplayHandle)
            return null;
        if (_state.ReturnValue is not null || EndsInValue(root, script.GetCompilation().GetSemanticModel(tree)))
        {
            MimeBundle data = MimeBundles.Of(_state.ReturnValue);
            output.Show(new ResultEvent(executionCount, data, []), data);
        }

        return null;
    }

    /// <summary>True when a cell ends in an expression that has a value, be it null.</summary>
    private static bool EndsInValue(CompilationUnitSyntax root, SemanticModel model) =>
        root.Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax last }
        && last.SemicolonToken.IsMissing
        && model.GetTypeInfo(last.Expression).Type?.SpecialType != SpecialType.System_Void;

    private string? LineOf(string cell, int line) =>
        _sources.TryGetValue(cell, out string[]? lines) && line >= 1 && line <= lines.Length ? lines[line - 1] : null;
}
