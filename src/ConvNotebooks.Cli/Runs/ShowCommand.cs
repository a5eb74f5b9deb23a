using System.CommandLine;
using System.Globalization;
using ConvNotebooks.Interactive;

namespace ConvNotebooks.Cli.Runs;

/// <summary><c>runs show</c>: one run, with where it was computed.</summary>
internal static class ShowCommand
{
    public static Command Create(Screen screen)
    {
        Argument<string> run = RunsCommand.RunArgument();
        var html = new Option<string?>("--html") { Description = "Write it as a page with its curves, too", HelpName = "file" };
        var command = new Command("show", "Show a run: what was chosen, where it was computed, what came of it.") { run, html };
        command.SetAction(arguments => Mistakes.Word(() => Show(screen, RunsCommand.Open(screen, arguments.GetRequiredValue(run)), arguments.GetValue(html))));
        return command;
    }

    private static int Show(Screen screen, Run run, string? html)
    {
        View view = RunViews.Show(run);
        EnvironmentRecord here = run.Record.Environment;
        screen.Output.WriteLine(view.Text);
        screen.Output.WriteLine();
        screen.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Began {run.Record.Started.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {run.Record.Seconds:0.0} seconds."));
        screen.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"ConvNotebooks {here.Library}, .NET {here.DotNet}; {here.System}; {here.Processor}; {here.VectorBits}-bit vectors, threads: {here.Threads}."));
        screen.Output.WriteLine(here.Commit is null ? "Not in a git working tree."
            : $"Commit {here.Commit}{(here.Clean == false ? ", with changes that were not committed" : "")}.");
        if (html is not null)
            RunPage.Write(html, $"Run {run.Name}", view);
        return ExitCode.Ok;
    }
}
