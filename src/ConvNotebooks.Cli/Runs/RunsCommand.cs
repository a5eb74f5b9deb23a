using System.CommandLine;

namespace ConvNotebooks.Cli.Runs;

/// <summary><c>runs</c>: looks at logged runs, compares them, hands them on, and does them again.</summary>
internal static class RunsCommand
{
    /// <summary>The command.</summary>
    /// <param name="screen">Where to write.</param>
    public static Command Create(Screen screen) =>
        new TeachingCommand("runs", "Look at logged runs, compare them, export them, and do them again bit by bit.", """
            Examples:
              convnotebooks runs list
              convnotebooks runs show runs/a
              convnotebooks runs compare runs/a runs/b --out comparison
              convnotebooks runs verify runs/a --until-epoch 1
              convnotebooks runs export runs/a --to tensorboard --out board
            """)
        {
            ListCommand.Create(screen), ShowCommand.Create(screen), CompareCommand.Create(screen), VerifyCommand.Create(screen), ExportCommand.Create(screen),
        };

    /// <summary>An argument that names a run's folder.</summary>
    public static Argument<string> RunArgument() => new("run") { Description = "The folder of a run, which holds run.json" };

    /// <summary>Opens a run; what in it cannot be read is told on standard error.</summary>
    public static Run Open(Screen screen, string folder)
    {
        Run run = Run.Open(folder);
        foreach (string problem in run.Problems)
            screen.Error.WriteLine(problem);
        return run;
    }
}
