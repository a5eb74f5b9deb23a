using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks;

/// <summary>Where a run stands: the code cell that starts now.</summary>
/// <param name="Cell">Its number among the cells that run, from 1: the n of <c>In[n]</c>.</param>
/// <param name="Of">How many cells run.</param>
public sealed record RunProgress(int Cell, int Of);

/// <summary>How far a run came.</summary>
/// <param name="Last">How the last cell that ran ended.</param>
/// <param name="CellsRun">Cells that ran, the failing one included.</param>
/// <param name="CellCount">Cells there were to run.</param>
public sealed record RunSummary(CellResult Last, int CellsRun, int CellCount);

/// <summary>
/// Runs the code cells of a document from top to bottom in one session and fills in their outputs and counts 1…n. It stops
/// at the first error; the cells after it keep no outputs. Jupyter's tags are honoured: a cell tagged
/// <c>raises-exception</c> may fail, one tagged <c>skip-execution</c> is left as it is. Empty cells do not count.
/// </summary>
/// <param name="session">The session; it should be fresh.</param>
public sealed class NotebookRunner(ICellSession session)
{
    private static readonly HashSet<string> Languages =
        new(StringComparer.OrdinalIgnoreCase) { "C#", "csharp", "polyglot-notebook" };

    /// <summary>Runs a document and changes its code cells.</summary>
    /// <param name="document">The notebook.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="progress">Told of each cell as it starts.</param>
    /// <param name="cancellation">Stops the run; how soon depends on the session.</param>
    /// <exception cref="NotebookRunException">The notebook is in another language than C#.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<RunSummary> RunAsync(
        NotebookDocument document,
        string name,
        IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        CheckLanguage(document, name);
        CodeCell[] cells = [.. document.Cells.OfType<CodeCell>().Where(cell => !cell.Tags.Contains("skip-execution"))];
        foreach (CodeCell cell in cells)
        {
            cell.ExecutionCount = null;
            cell.Outputs.Clear();
        }

        CodeCell[] toRun = [.. cells.Where(cell => !string.IsNullOrWhiteSpace(cell.Source))];
        var collector = new OutputCollector();
        var last = new CellResult(CellOutcome.Succeeded, null);
        for (int i = 0; i < toRun.Length; i++)
        {
            CodeCell cell = toRun[i];
            progress?.Report(new RunProgress(i + 1, toRun.Length));
            collector.Begin(cell);
            cell.ExecutionCount = i + 1;
            try
            {
                last = await session.ExecuteAsync(cell.Code, i + 1, collector.Take, cancellation).ConfigureAwait(false);
            }
            finally
            {
                collector.End();
            }

            if (last.Outcome == CellOutcome.Failed && cell.Tags.Contains("raises-exception"))
                last = new CellResult(CellOutcome.Succeeded, null);
            if (!last.Succeeded)
                return new RunSummary(last, i + 1, toRun.Length);
        }

        return new RunSummary(last, toRun.Length, toRun.Length);
    }

    private static void CheckLanguage(NotebookDocument document, string name)
    {
        string? language = (document.Metadata["language_info"] as JsonObject)?["name"]?.ToString()
            ?? (document.Metadata["kernelspec"] as JsonObject)?["language"]?.ToString();
        if (language is not null && !Languages.Contains(language))
        {
            throw new NotebookRunException(
                $"{name}: its language is {language}, and only C# notebooks can be run. "
                + "Leave it out, or set the notebook's kernel to C# if that is what its cells are written in.");
        }
    }
}
