using System.Globalization;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Cli.Running;

/// <summary>Progress for a file or pipe: a line when a notebook starts and one when it has ended.</summary>
/// <param name="screen">Where to write.</param>
internal sealed class PlainDisplay(Screen screen) : IRunDisplay
{
    public Task ShowAsync(IReadOnlyList<NotebookFile> files, Func<IRunWatcher, Task> run) => run(new Watcher(screen.Output, files));

    private sealed class Watcher(TextWriter output, IReadOnlyList<NotebookFile> files) : IRunWatcher
    {
        private readonly Lock writing = new();

        public void Started(int notebook) => Write(notebook, "running");

        public void Cell(int notebook, RunProgress progress)
        {
        }

        public void Ended(int notebook, RunResult result) => Write(notebook, string.Create(
            CultureInfo.InvariantCulture, $"{RunReport.Words(result)} ({result.Elapsed.TotalSeconds:0.0} s)"));

        private void Write(int notebook, string what)
        {
            lock (writing)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"[{notebook + 1}/{files.Count}] {files[notebook].RelativePath}: {what}"));
                output.Flush();
            }
        }
    }
}
