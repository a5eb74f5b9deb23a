using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Cli.Running;

/// <summary>One <c>run</c>: the notebooks' jobs, their pages, the index, the report and the exit code.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="screen">Where to write.</param>
/// <param name="worker">How a worker process is started.</param>
internal sealed class NotebookRun(RunRequest request, Screen screen, WorkerCommand worker)
{
    /// <summary>Runs everything.</summary>
    /// <param name="cancellation">Ends the workers; what is finished stays.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellation)
    {
        var results = new RunResult[request.Files.Count];
        IRunDisplay display = screen.IsTerminal ? new LiveDisplay(screen) : new PlainDisplay(screen);
        await display.ShowAsync(request.Files, watcher => Parallel.ForAsync(
            0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = request.Jobs },
            async (i, _) =>
            {
                watcher.Started(i);
                results[i] = await RunAsync(i, watcher, cancellation).ConfigureAwait(false);
                watcher.Ended(i, results[i]);
            })).ConfigureAwait(false);
        WriteIndex(results);
        RunReport.Write(screen, request, results);
        return ExitCodeOf(results);
    }

    private async Task<RunResult> RunAsync(int i, IRunWatcher watcher, CancellationToken cancellation)
    {
        Experiment? run = LoggedNotebook.Begin(request, i);
        RunResult result = await ExecuteAsync(i, watcher, cancellation).ConfigureAwait(false);
        if (run is not null)
            LoggedNotebook.End(run, result);
        return result;
    }

    private async Task<RunResult> ExecuteAsync(int i, IRunWatcher watcher, CancellationToken cancellation)
    {
        var job = new NotebookJob
        {
            Path = request.Files[i].Path,
            // An experiment that a notebook starts is a result of this run.
            Worker = worker with { Environment = new Dictionary<string, string> { [ExperimentOptions.FolderVariable] = request.RunsFolder } },
            Output = request.Targets[i],
            Parameters = request.Parameters,
            CellLimit = request.CellLimit,
            Check = request.Check,
        };
        RunResult result = await job.RunAsync(new CellProgress(i, watcher), cancellation).ConfigureAwait(false);
        if (result.Document is not { } document || result.Outcome is RunOutcome.Cancelled or RunOutcome.Unwritable)
            return result;
        string page = request.Page(i);
        string html = HtmlExport.ToHtml(
            document, folder: Path.GetDirectoryName(job.Path), indexPage: RunRequest.Link(page, request.IndexPage));
        try
        {
            AtomicFile.WriteAllText(page, html);
            if (request.InPlace && result.Outcome == RunOutcome.Ok)
                document.Write(job.Path);
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return result with
            {
                Outcome = RunOutcome.Unwritable,
                Error = $"{request.Files[i].RelativePath}: its result cannot be written ({e.Message}). Check the permissions.",
            };
        }
    }

    private void WriteIndex(RunResult[] results)
    {
        IEnumerable<IndexEntry> entries = results.Select((result, i) => result.Document is { } document
            ? IndexEntry.Of(document, RunRequest.Link(request.IndexPage, request.Page(i)), result.Outcome == RunOutcome.Ok, RunReport.Words(result))
            : new IndexEntry(null, request.Files[i].RelativePath, result.Error ?? "", 0, false, RunReport.Words(result)));
        try
        {
            AtomicFile.WriteAllText(request.IndexPage, IndexPage.ToHtml(entries));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MistakeException($"{request.IndexPage}: it cannot be written ({e.Message}). Choose another output folder.");
        }
    }

    private static int ExitCodeOf(RunResult[] results) =>
        results.All(r => r.Outcome == RunOutcome.Ok) ? ExitCode.Ok
        : results.All(r => r.Outcome == RunOutcome.Unreadable) ? ExitCode.Mistake
        : ExitCode.Failure;

    /// <summary>Passes a notebook's progress on at once, on the thread that reports it.</summary>
    private sealed class CellProgress(int notebook, IRunWatcher watcher) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => watcher.Cell(notebook, value);
    }
}
