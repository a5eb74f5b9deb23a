using System.Diagnostics;

namespace ConvNotebooks.Notebooks;

/// <summary>Runs one notebook file in a worker process of its own, and writes or checks what came out.</summary>
public sealed class NotebookJob
{
    /// <summary>The notebook file; it is only read, unless <see cref="Output"/> names it too.</summary>
    public required string Path { get; init; }

    /// <summary>How a worker process is started.</summary>
    public required WorkerCommand Worker { get; init; }

    /// <summary>
    /// Where the executed notebook goes, as far as it came; the file is replaced whole, its folder made where missing. The
    /// notebook's own path runs it in place. Null writes nothing.
    /// </summary>
    public string? Output { get; init; }

    /// <summary>Values for the notebook's parameters.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>How long a cell may run; null for as long as it wants.</summary>
    public TimeSpan? CellLimit { get; init; }

    /// <summary>True compares the outputs with those stored.</summary>
    public bool Check { get; init; }

    /// <summary>Runs the notebook. Whatever goes wrong is in the result; nothing is thrown, so that others can go on.</summary>
    /// <param name="progress">Told of each cell as it starts.</param>
    /// <param name="cancellation">Ends the worker and all that it started.</param>
    public async Task<RunResult> RunAsync(
        IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        var watch = Stopwatch.StartNew();
        RunResult result = await RunCellsAsync(progress, cancellation).ConfigureAwait(false);
        if (result.Outcome != RunOutcome.Cancelled && result.Document is { } document && Output is { } output)
            result = Write(result, document, output);
        return result with { Elapsed = watch.Elapsed };
    }

    private async Task<RunResult> RunCellsAsync(IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        string name = System.IO.Path.GetFileName(Path);
        try
        {
            string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
            NotebookDocument stored = NotebookDocument.Read(Path);
            NotebookDocument document = NotebookDocument.Parse(stored.ToJson(), name);
            ParameterCell.Inject(document, Parameters);
            await using WorkerSession session = await WorkerSession.StartAsync(Worker, folder, CellLimit, cancellation)
                .ConfigureAwait(false);
            RunSummary summary = await new NotebookRunner(session).RunAsync(document, name, progress, cancellation)
                .ConfigureAwait(false);
            return Judge(name, stored, document, summary, session);
        }
        catch (OperationCanceledException)
        {
            return End(RunOutcome.Cancelled, $"{name}: cancelled; nothing was written.");
        }
        catch (Exception e) when (e is NotebookFormatException or NotebookRunException)
        {
            return End(RunOutcome.Unreadable, e.Message);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return End(RunOutcome.Unreadable, $"{Path}: there is no such file. Check the path.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return End(RunOutcome.Unreadable, $"{Path}: it cannot be read ({e.Message}). Check its permissions.");
        }
    }

    private RunResult Judge(
        string name, NotebookDocument stored, NotebookDocument document, RunSummary summary, WorkerSession session)
    {
        RunOutcome outcome = summary.Last.Outcome switch
        {
            CellOutcome.Succeeded => RunOutcome.Ok,
            CellOutcome.TimedOut => RunOutcome.TimedOut,
            CellOutcome.Crashed => RunOutcome.Crashed,
            _ => RunOutcome.Failed,
        };
        var result = new RunResult(Path, outcome, summary.CellsRun, summary.CellCount, default, null, null) { Document = document };
        if (summary.Last.Error is { } error)
        {
            return result with
            {
                FailingCell = summary.CellsRun,
                Error = outcome switch
                {
                    RunOutcome.Failed when error.Name != "CompilationError" =>
                        $"{name}, In[{summary.CellsRun}]: {error.Name}: {error.Value}",
                    _ => $"{name}, {error.Value}",
                },
                Details = outcome == RunOutcome.Crashed ? session.LastLines : error.Traceback,
            };
        }

        IReadOnlyList<CellDifference> differences = Check ? NotebookComparer.Compare(stored, document) : [];
        return differences.Count == 0 ? result : result with
        {
            Outcome = RunOutcome.Differs,
            FailingCell = differences[0].Cell,
            Differences = differences,
            Error = $"{name}: {Counted(differences.Count, "cell puts", "cells put")} out something else than is stored, first "
                + $"{differences[0].Title}. Run it with --in-place to store what it puts out now.",
        };
    }

    private static string Counted(int count, string one, string several) => count == 1 ? $"1 {one}" : $"{count} {several}";

    private static RunResult Write(RunResult result, NotebookDocument document, string output)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(output))!);
            document.Write(output);
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return result with
            {
                Outcome = RunOutcome.Unwritable,
                Error = $"{output}: it cannot be written ({e.Message}). Choose another output folder.",
            };
        }
    }

    private RunResult End(RunOutcome outcome, string error) => new(Path, outcome, 0, 0, default, null, error);
}
