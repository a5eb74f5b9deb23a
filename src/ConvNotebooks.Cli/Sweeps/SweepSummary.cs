using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Cli.Sweeps;

/// <summary>The notebook at the end of a sweep: the trials by their result, and the best of them.</summary>
internal static class SweepSummary
{
    /// <summary>Writes and executes <c>summary.ipynb</c>, and its page.</summary>
    /// <returns>Whether it ran.</returns>
    public static async Task<bool> WriteAsync(string folder, IReadOnlyList<SweepTrial> trials, WorkerCommand worker, Screen screen, CancellationToken cancellation)
    {
        string path = Path.Combine(folder, "summary.ipynb");
        Document(trials).Write(path);
        RunResult result = await new NotebookJob { Path = path, Worker = worker, Output = path }.RunAsync(cancellation: cancellation).ConfigureAwait(false);
        if (result.Document is { } document)
            AtomicFile.WriteAllText(Path.ChangeExtension(path, ".html"), HtmlExport.ToHtml(document, folder: folder));
        if (result.Outcome != RunOutcome.Ok)
            screen.Error.WriteLine(result.Error);
        else
            screen.Output.WriteLine($"Read the summary: {Path.ChangeExtension(path, ".html")}");
        return result.Outcome == RunOutcome.Ok;
    }

    private static NotebookDocument Document(IReadOnlyList<SweepTrial> trials)
    {
        string parameters = string.Join(", ", trials[0].Chosen.Keys.Select(name => $"`{name}`"));
        var document = new NotebookDocument();
        document.Cells.AddRange(
        [
            new MarkdownCell { Source = $"# Summary of a sweep\n\n{trials.Count} trials over {parameters}, best first. `Run.In(\".\")` reads the runs beside this notebook." },
            new CodeCell { Source = "var runs = Run.In(\".\").Where(r => r.Record.Results.ContainsKey(\"test/accuracy\"))\n    .OrderByDescending(r => r.Record.Results[\"test/accuracy\"]).ThenBy(r => r.Name, StringComparer.Ordinal).ToArray();\nnew RunComparison(runs.Take(10).ToArray())" },
            new MarkdownCell { Source = "## The best" },
            new CodeCell { Source = "runs[0]" },
        ]);
        return document;
    }
}
