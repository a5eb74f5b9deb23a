using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace ConvNotebooks.Cli.Runs;

/// <summary><c>runs list</c>: a row for each run of a folder.</summary>
internal static class ListCommand
{
    public static Command Create(Screen screen)
    {
        var folder = new Argument<string>("folder") { Description = "The folder of runs", DefaultValueFactory = _ => new ExperimentOptions().Folder };
        var command = new Command("list", "List the runs of a folder and of those below it.") { folder };
        command.SetAction(arguments => Mistakes.Word(() => List(screen, arguments.GetRequiredValue(folder))));
        return command;
    }

    private static int List(Screen screen, string folder)
    {
        var problems = new List<string>();
        IReadOnlyList<Run> runs = Run.In(folder, problems);
        var table = new Table { Border = TableBorder.Simple };
        foreach (string name in (string[])["run", "state", "began (UTC)"])
            table.AddColumn(new TableColumn(name) { NoWrap = true });
        foreach (string name in (string[])["epochs", "steps", "loss", "accuracy", "validation"])
            table.AddColumn(new TableColumn(name) { Alignment = Justify.Right, NoWrap = true });
        foreach (Run run in runs)
        {
            RunRecord record = run.Record;
            table.AddRow(
                new Text(Path.GetRelativePath(folder, run.Folder)), new Text(run.Status.ToString().ToLowerInvariant()),
                new Text(record.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
                new Text($"{record.Weights.Count}"), new Text($"{run.Events.Max(e => e.Step) ?? 0}"),
                new Text(Result("loss", "0.0000")), new Text(Result("accuracy", "0.0%")), new Text(Result("validation/accuracy", "0.0%")));

            string Result(string name, string format) => record.Results.TryGetValue(name, out double value) ? value.ToString(format, CultureInfo.InvariantCulture) : "-";
        }

        if (runs.Count > 0)
            screen.Show(table);
        else
            screen.Output.WriteLine($"{folder}: no runs. Log one with convnotebooks train --out {folder}/a, or Experiment.Start in a notebook.");
        foreach (string problem in problems)
            screen.Error.WriteLine(problem);
        return problems.Count == 0 ? ExitCode.Ok : ExitCode.Failure;
    }
}
