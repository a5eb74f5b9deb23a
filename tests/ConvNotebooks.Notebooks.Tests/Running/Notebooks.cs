namespace ConvNotebooks.Notebooks.Tests;

/// <summary>Small notebooks for tests.</summary>
internal static class Notebooks
{
    public static NotebookDocument Of(params string[] cells)
    {
        var document = new NotebookDocument();
        document.Cells.Add(new MarkdownCell { Source = "# Title" });
        document.Cells.AddRange(cells.Select(source => new CodeCell { Source = source }));
        return document;
    }

    /// <summary>Writes a notebook into a folder and gives the job that runs it, its result beside it.</summary>
    public static NotebookJob Job(TemporaryFolder folder, string name, TimeSpan? limit, params string[] cells)
    {
        Of(cells).Write(folder.File(name));
        return new NotebookJob
        {
            Path = folder.File(name),
            Output = folder.File($"out/{name}"),
            Worker = Program.WorkerCommand,
            CellLimit = limit,
        };
    }

    public static List<CodeCell> Code(this NotebookDocument document) => [.. document.Cells.OfType<CodeCell>()];

    public static string Text(this CodeCell cell) => string.Join('|', cell.Outputs.Select(output => output switch
    {
        StreamOutput stream => $"{stream.Name}:{stream.Text}",
        DisplayOutput display => $"display:{display.Data.Text("text/plain")}",
        ResultOutput result => $"[{result.ExecutionCount}]:{result.Data.Text("text/plain")}",
        ErrorOutput error => $"error:{error.Name}",
        _ => "?",
    }));
}
