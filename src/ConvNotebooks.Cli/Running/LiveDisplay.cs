using System.Globalization;
using ConvNotebooks.Notebooks;
using Spectre.Console;

namespace ConvNotebooks.Cli.Running;

/// <summary>Progress in a terminal: a bar per notebook with the cell that runs, which makes way for the report at the end.</summary>
/// <param name="screen">The terminal.</param>
internal sealed class LiveDisplay(Screen screen) : IRunDisplay
{
    public Task ShowAsync(IReadOnlyList<NotebookFile> files, Func<IRunWatcher, Task> run) => screen.Console.Progress()
        .AutoClear(true)
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn(),
            new SpinnerColumn())
        .StartAsync(context => run(new Watcher(
            [.. files.Select(file => context.AddTask(Markup.Escape(file.RelativePath), autoStart: false))], files)));

    private sealed class Watcher(ProgressTask[] tasks, IReadOnlyList<NotebookFile> files) : IRunWatcher
    {
        public void Started(int notebook) => tasks[notebook].StartTask();

        public void Cell(int notebook, RunProgress progress)
        {
            ProgressTask task = tasks[notebook];
            task.MaxValue = progress.Of;
            task.Value = progress.Cell - 1;
            Describe(notebook, string.Create(CultureInfo.InvariantCulture, $"[dim]cell {progress.Cell} of {progress.Of}[/]"));
        }

        public void Ended(int notebook, RunResult result)
        {
            ProgressTask task = tasks[notebook];
            bool good = result.Outcome == RunOutcome.Ok;
            if (good)
                task.Value = task.MaxValue;
            Describe(notebook, $"[{(good ? "green" : "red")}]{Markup.Escape(RunReport.Words(result))}[/]");
            task.StopTask();
        }

        private void Describe(int notebook, string state) =>
            tasks[notebook].Description = $"{Markup.Escape(files[notebook].RelativePath)} {state}";
    }
}
