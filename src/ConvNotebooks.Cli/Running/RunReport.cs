using System.Globalization;
using ConvNotebooks.Notebooks;
using Spectre.Console;

namespace ConvNotebooks.Cli.Running;

/// <summary>What is left on the screen after a run: a table of the notebooks, what went wrong, and where the pages are.</summary>
internal static class RunReport
{
    private const int DetailLines = 12;

    public static void Write(Screen screen, RunRequest request, IReadOnlyList<RunResult> results)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("notebook");
        table.AddColumn(new TableColumn("cells") { Alignment = Justify.Right, NoWrap = true });
        table.AddColumn(new TableColumn("seconds") { Alignment = Justify.Right, NoWrap = true });
        table.AddColumn("result");
        foreach ((NotebookFile file, RunResult result) in request.Files.Zip(results))
        {
            bool good = result.Outcome == RunOutcome.Ok;
            table.AddRow(
                new Text(file.RelativePath), new Text(Cells(result)),
                new Text(result.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)),
                new Text(Words(result), new Style(good ? Color.Green : Color.Red)));
        }

        screen.Show(table);
        foreach (RunResult result in results.Where(r => r.Outcome != RunOutcome.Ok))
            Explain(screen.Error, result);
        int passed = results.Count(r => r.Outcome == RunOutcome.Ok);
        screen.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{passed} of {results.Count} notebooks passed. Read them: {Shown(request)}"));
    }

    /// <summary>How a run ended, in a few words.</summary>
    /// <param name="result">The result.</param>
    public static string Words(RunResult result)
    {
        string cell = result.FailingCell is { } n ? string.Create(CultureInfo.InvariantCulture, $"In[{n}] ") : "";
        return result.Outcome switch
        {
            RunOutcome.Ok => "passed",
            RunOutcome.Failed => $"{cell}failed",
            RunOutcome.TimedOut => $"{cell}timed out",
            RunOutcome.Crashed => $"{cell}ended its process",
            RunOutcome.Differs => $"{cell}differs",
            RunOutcome.Unreadable => "cannot be run",
            RunOutcome.Unwritable => "cannot be written",
            _ => "cancelled",
        };
    }

    private static void Explain(TextWriter error, RunResult result)
    {
        string message = result.Error ?? $"{Path.GetFileName(result.Path)}: {Words(result)}.";
        error.WriteLine(message);
        string[] details = [.. result.Details.Where(line => line.Length > 0 && !message.Contains(line, StringComparison.Ordinal))];
        foreach (string line in details.Take(DetailLines))
            error.WriteLine($"  {line}");
        if (details.Length > DetailLines)
            error.WriteLine($"  … {details.Length - DetailLines} more lines");
        foreach (CellDifference difference in result.Differences)
        {
            error.WriteLine($"  {difference.Title}");
            foreach (string line in difference.Lines)
                error.WriteLine($"    {line}");
        }

        error.WriteLine();
    }

    private static string Cells(RunResult result) => result.CellCount == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"{(result.CellsRun == result.CellCount ? "" : $"{result.CellsRun} of ")}{result.CellCount}");

    /// <summary>The index as a path from the current folder where that is shorter.</summary>
    private static string Shown(RunRequest request)
    {
        string relative = Path.GetRelativePath(".", request.IndexPage);
        return relative.StartsWith("..", StringComparison.Ordinal) ? request.IndexPage : relative;
    }
}
