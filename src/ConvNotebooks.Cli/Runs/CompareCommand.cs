using System.CommandLine;
using ConvNotebooks.Interactive;

namespace ConvNotebooks.Cli.Runs;

/// <summary><c>runs compare</c>: runs side by side, and their curves in one picture for each metric.</summary>
internal static class CompareCommand
{
    public static Command Create(Screen screen)
    {
        var runs = new Argument<string[]>("runs") { Description = "Folders of runs, or of several runs each", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string?>("--out") { Description = "Where comparison.html and a PNG for each curve go", HelpName = "folder" };
        var command = new Command("compare", "Compare runs: what was chosen differently, the results, overlaid curves.") { runs, output };
        command.SetAction(arguments => Mistakes.Word(() => Compare(screen, arguments.GetRequiredValue(runs), arguments.GetValue(output))));
        return command;
    }

    private static int Compare(Screen screen, string[] folders, string? output)
    {
        Run[] runs = [.. folders.SelectMany(f => File.Exists(Path.Combine(f, "run.json")) ? [RunsCommand.Open(screen, f)] : Run.In(f))];
        if (runs.Length == 0)
            throw new MistakeException($"{string.Join(", ", folders)}: no run is there. Name folders of runs.");
        var comparison = new RunComparison(runs);
        View view = RunViews.Show(comparison);
        screen.Output.WriteLine(view.Text);
        if (output is null)
            return ExitCode.Ok;
        try
        {
            Directory.CreateDirectory(output);
            foreach (string curve in comparison.Curves)
            {
                if (RunViews.Png(RunCharts.Curve(curve, runs)) is { } png)
                    AtomicFile.Write(Path.Combine(output, $"{curve.Replace('/', '-')}.png"), stream => stream.Write(png));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MistakeException($"{output}: nothing can be written there ({e.Message.TrimEnd('.')}). Choose another folder.");
        }

        RunPage.Write(Path.Combine(output, "comparison.html"), "Comparison of runs", view);
        return ExitCode.Ok;
    }
}
