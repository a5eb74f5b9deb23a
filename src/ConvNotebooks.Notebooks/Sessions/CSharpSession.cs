using System.Globalization;

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
    private readonly ScriptChain _scripts;
    private readonly SessionPackages _packages;
    private CellRun? _run;

    /// <summary>Starts a session with this library loaded and its formatters registered.</summary>
    /// <param name="folder">Where relative paths of <c>#r</c> and <c>#load</c> start; the current folder if null.</param>
    public CSharpSession(string? folder = null)
    {
        _folder = Path.GetFullPath(folder ?? Environment.CurrentDirectory);
        _scripts = new ScriptChain(_folder);
        _packages = new SessionPackages(_folder);
        Interactive.Formatters.Register();
    }

    /// <summary>Runs one cell to its end.</summary>
    /// <param name="code">The cell; a last C# expression without semicolon is the cell's result.</param>
    /// <param name="executionCount">The n of <c>In[n]</c>, by which errors name the cell; another one for every cell.</param>
    /// <param name="sink">Takes the cell's events, one at a time, on any thread; it must not throw.</param>
    /// <param name="cancellation">
    /// Cancels the wait for other cells and the compilation, and what the code awaits. Code that runs is stopped by
    /// <see cref="Interrupt"/>, as far as it can be.
    /// </param>
    /// <returns>How the cell ended. An error in the cell is a result too; it does not throw.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before the cell's code ran.</exception>
    public async Task<CellResult> ExecuteAsync(
        CellCode code, int executionCount, Action<CellEvent> sink, CancellationToken cancellation = default)
    {
        await OneCell.WaitAsync(cancellation).ConfigureAwait(false);
        CultureInfo? earlier = CultureInfo.DefaultThreadCurrentCulture;
        try
        {
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
            using var output = new CellOutput(sink);
            using var capture = new ConsoleCapture();
            var cell = new CellSource(NameOf(executionCount), code, _folder);
            using var run = new CellRun(cell.Name, code.Text, cancellation) { Variables = _scripts.Variables };
            Volatile.Write(ref _run, run);
            ErrorEvent? error = await RunAsync(run, cell, executionCount, output).ConfigureAwait(false);
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

    /// <summary>The C# code that compiled since this was called last, that of imported files and extensions included.</summary>
    public IReadOnlyList<SubmittedCode> TakeSubmitted() => _scripts.TakeSubmitted();

    /// <summary>
    /// The names that the value of a variable takes as text at a position: layers in <c>net["</c>, keys of a dictionary. What the
    /// language itself offers is <see cref="CSharpLanguage.CompleteAsync"/>.
    /// </summary>
    /// <param name="code">The cell.</param>
    /// <param name="position">The cursor, in UTF-16 units.</param>
    public CompletionList CompleteNames(string code, int position)
    {
        ArgumentNullException.ThrowIfNull(code);
        return NamedValues.Complete(code, Math.Clamp(position, 0, code.Length), _scripts.Variables);
    }

    /// <summary>Lets go of the session's assemblies and variables.</summary>
    public ValueTask DisposeAsync()
    {
        _scripts.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string NameOf(int executionCount) => string.Create(CultureInfo.InvariantCulture, $"In[{executionCount}]");

    private async Task<ErrorEvent?> RunAsync(CellRun run, CellSource cell, int executionCount, CellOutput output)
    {
        var program = new CellProgram(_scripts, _packages, _folder, run, output, executionCount);
        try
        {
            ErrorEvent? error = await run.StartAsync(() =>
            {
                CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
                CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
                return program.RunAsync(cell);
            }).ConfigureAwait(false);
            if (run.Clock is { } clock)
                output.Print("stdout", string.Create(CultureInfo.InvariantCulture, $"Wall time: {clock.TotalMilliseconds:0.0} ms\n"));
            // A training run ends well when it is told to stop; its cell was interrupted all the same, and those that wait do not run.
            return CellGuard.Stopped ? Interrupted(run) : error;
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
}
