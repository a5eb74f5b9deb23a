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
    private CellRun? _run;

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
    /// Cancels the wait for other cells and the compilation, and what the code awaits. Code that runs is stopped by
    /// <see cref="Interrupt"/>, as far as it can be.
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
            using var run = new CellRun(NameOf(executionCount), code, cancellation) { Variables = Variables() };
            Volatile.Write(ref _run, run);
            ErrorEvent? error = await RunAsync(run, code, executionCount, output).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (error is not null)
                output.Fail(error);
            return new CellResult(error is null ? CellOutcome.Succeeded : CellOutcome.Failed, error);
        }
        finally
        {
            Volatile.Write(ref _run, null);
            CultureInfo.DefaultThreadCurrentCulture = earlier;
            OneCell.Release();
        }
    }

    /// <summary>
    /// Asks the running cell to stop and returns at once. Loops, methods, lambdas, waits and awaits of the cell's own code
    /// stop, and calls that take a cancellation token; state survives. Other libraries' code runs to its end: after three
    /// seconds the cell's output says where it is. Nothing happens when no cell runs.
    /// </summary>
    public void Interrupt() => Volatile.Read(ref _run)?.Interrupt();

    /// <summary>Lets go of the session's assemblies and variables.</summary>
    public ValueTask DisposeAsync()
    {
        _state = null;
        _loader.Dispose();
        return ValueTask.CompletedTask;
    }

    private IReadOnlyList<CellVariable> Variables() => _state is null
        ? []
        : [.. _state.Variables
            .GroupBy(variable => variable.Name)
            .Select(same => same.Last())
            .OrderBy(variable => variable.Name, StringComparer.Ordinal)
            .Select(variable => new CellVariable(variable.Name, variable.Type, variable.Value))];

    private static string NameOf(int executionCount) => string.Create(CultureInfo.InvariantCulture, $"In[{executionCount}]");

    private async Task<ErrorEvent?> RunAsync(CellRun run, string code, int executionCount, CellOutput output)
    {
        try
        {
            string csharp = CellCommands.ToCSharp(code);
            ErrorEvent? error = await run.StartAsync(
                () => RunAsync(csharp, code, executionCount, output, run.Token)).ConfigureAwait(false);
            if (run.Clock is { } clock)
                output.Print("stdout", string.Create(CultureInfo.InvariantCulture, $"Wall time: {clock.TotalMilliseconds:0.0} ms\n"));
            return error is not null && CellGuard.Stopped ? Interrupted(run) : error;
        }
        catch (CellCommandException e)
        {
            string message = $"{NameOf(executionCount)}, {e.Message}";
            return new ErrorEvent("CompilationError", message, [message]);
        }
        catch (Exception e) when (e is OperationCanceledException or ThreadInterruptedException && CellGuard.Stopped)
        {
            return Interrupted(run);
        }
    }

    private static ErrorEvent Interrupted(CellRun run)
    {
        string message = $"The cell was interrupted in {run.Place()}";
        return new ErrorEvent("Interrupted", message, [message]);
    }

    private async Task<ErrorEvent?> RunAsync(
        string code, string written, int executionCount, CellOutput output, CancellationToken cancellation)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        string name = NameOf(executionCount);
        _sources[name] = written.Split('\n');
        ScriptOptions options = _options.WithFilePath(name);
        Script<object> script = Continue(code, options);

        SyntaxTree tree = script.GetCompilation().SyntaxTrees.First(t => t.FilePath == name);
        var root = (CompilationUnitSyntax)await tree.GetRootAsync(cancellation).ConfigureAwait(false);
        foreach (ReferenceDirectiveTriviaSyntax directive in root.GetReferenceDirectives())
        {
            if (directive.File.ValueText.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
                return CompilationErrors.NoPackages(directive, directive.File.ValueText);
        }

        List<Diagnostic> errors = Errors(script, cancellation);
        if (errors.Count > 0)
            return CompilationErrors.Describe(errors, _folder);

        SemanticModel model = script.GetCompilation().GetSemanticModel(tree);
        bool endsInValue = EndsInValue(root, model);
        Script<object> guarded = Continue(CellRewriter.Rewrite(root, model), options);
        if (Errors(guarded, cancellation).Count == 0)
            script = guarded;
        _state = _state is null
            ? await script.RunAsync(globals: null, _ => true, cancellation).ConfigureAwait(false)
            : await script.RunFromAsync(_state, _ => true, cancellation).ConfigureAwait(false);
        CellRun.Current?.Adopt(null);
        if (_state.Exception is { } exception)
            return _tracebacks.Describe(exception);
        if (_state.ReturnValue is DisplayHandle)
            return null;
        if (_state.ReturnValue is not null || endsInValue)
        {
            MimeBundle data = MimeBundles.Of(_state.ReturnValue);
            output.Show(new ResultEvent(executionCount, data, []), data);
        }

        return null;
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

    private string? LineOf(string cell, int line) =>
        _sources.TryGetValue(cell, out string[]? lines) && line >= 1 && line <= lines.Length ? lines[line - 1] : null;
}
