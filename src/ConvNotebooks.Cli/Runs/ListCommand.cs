using System.CommandLine;
using System.Globalization;

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
        if (runs.Count > 0)
            FittingTable.Write(screen, Columns(folder), runs);
        else
            screen.Output.WriteLine($"{folder}: no runs. Log one with convnotebooks train --out {folder}/a, or Experiment.Start in a notebook.");
        foreach (string problem in problems)
            screen.Error.WriteLine(problem);
        return problems.Count == 0 ? ExitCode.Ok : ExitCode.Failure;
    }

    private static FittingColumn<Run>[] Columns(string folder)
    {
        return
        [
            new("run", run => Path.GetRelativePath(folder, run.Folder), Wraps: true),
            new("state", run => run.Status.ToString().ToLowerInvariant()),
            new("began (UTC)", run => run.Record.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), Rank: 2),
            new("epochs", run => $"{run.Record.Weights.Count}", IsNumber: true),
            new("steps", run => $"{run.Events.Max(e => e.Step) ?? 0}", Rank: 3, IsNumber: true),
            new("loss", run => Result(run, "loss", "0.0000"), IsNumber: true),
            new("accuracy", run => Result(run, "accuracy", "0.0%"), IsNumber: true),
            new("validation", run => Result(run, "validation/accuracy", "0.0%"), Rank: 1, IsNumber: true),
        ];

        static string Result(Run run, string name, string format) =>
            run.Record.Results.TryGetValue(name, out double value) ? value.ToString(format, CultureInfo.InvariantCulture) : "-";
    }
}
