using System.CommandLine;

namespace ConvNotebooks.Cli.Runs;

/// <summary><c>runs export</c>: hands a run to another tool.</summary>
internal static class ExportCommand
{
    private static readonly string[] Tools = ["csv", "tensorboard", "dvc", "mlflow"];

    public static Command Create(Screen screen)
    {
        Argument<string> run = RunsCommand.RunArgument();
        var to = new Option<string>("--to") { Description = CommandLineProblem.List(Tools, "or"), HelpName = "tool", Required = true };
        to.CompletionSources.Add(Tools);
        to.Validators.Add(result =>
        {
            if (result.Tokens is [var tool] && !Tools.Contains(tool.Value))
                result.AddError($"--to: \"{tool.Value}\" came; it takes {CommandLineProblem.List(Tools, "or")}.");
        });
        var output = new Option<string?>("--out")
        {
            Description = "The file (csv), the folder (tensorboard, dvc) or the server (mlflow, such as http://localhost:5000); by the tool's name in the run's folder when left out",
            HelpName = "place",
        };
        var command = new TeachingCommand("export", "Write a run as another tool reads it.", """
            Examples:
              convnotebooks runs export runs/a --to csv --out a.csv
              convnotebooks runs export runs/a --to tensorboard --out board/a        (then: tensorboard --logdir board)
              convnotebooks runs export runs/a --to mlflow --out http://localhost:5000
            """)
        {
            run, to, output,
        };
        command.SetAction((arguments, cancellation) => Mistakes.WordAsync(() => Export(
            screen, RunsCommand.Open(screen, arguments.GetRequiredValue(run)), arguments.GetRequiredValue(to), arguments.GetValue(output), cancellation)));
        return command;
    }

    private static async Task<int> Export(Screen screen, Run run, string to, string? output, CancellationToken cancellation)
    {
        if (to == "mlflow")
        {
            if (!Uri.TryCreate(output, UriKind.Absolute, out Uri? server) || server.Scheme is not ("http" or "https"))
                throw new MistakeException($"--out: \"{output}\" came; mlflow takes the address of a tracking server, such as http://localhost:5000.");
            screen.Output.WriteLine($"MLflow run {await RunExport.Mlflow(run, server, stop: cancellation).ConfigureAwait(false)}");
            return ExitCode.Ok;
        }

        string place = output ?? Path.Combine(run.Folder, to == "csv" ? "metrics.csv" : to);
        try
        {
            if (to == "csv")
                RunExport.Csv(run, place);
            else if (to == "dvc")
                RunExport.Dvc(run, place);
            else
                RunExport.TensorBoard(run, place);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MistakeException($"{place}: it cannot be written ({e.Message.TrimEnd('.')}). Choose another place.");
        }

        screen.Output.WriteLine(place);
        return ExitCode.Ok;
    }
}
