using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Cli.Running;

/// <summary>Is told how the notebooks get on, from several threads at once.</summary>
internal interface IRunWatcher
{
    /// <summary>A notebook starts.</summary>
    /// <param name="notebook">Which, from 0.</param>
    void Started(int notebook);

    /// <summary>A cell starts.</summary>
    /// <param name="notebook">Which notebook, from 0.</param>
    /// <param name="progress">Which cell.</param>
    void Cell(int notebook, RunProgress progress);

    /// <summary>A notebook has ended.</summary>
    /// <param name="notebook">Which, from 0.</param>
    /// <param name="result">How it ended.</param>
    void Ended(int notebook, RunResult result);
}

/// <summary>Shows a run while it lasts.</summary>
internal interface IRunDisplay
{
    /// <summary>Shows the run of the notebooks from its start to its end.</summary>
    /// <param name="files">The notebooks.</param>
    /// <param name="run">Runs them, telling the watcher.</param>
    Task ShowAsync(IReadOnlyList<NotebookFile> files, Func<IRunWatcher, Task> run);
}
