using System.Globalization;
using ConvNotebooks.Interactive;
using Plotly.NET;

namespace ConvNotebooks.Cli.Training;

/// <summary>One <c>train</c>: the run with its progress, the final table, and the hash of the weights.</summary>
/// <param name="run">What the recipe has built.</param>
/// <param name="folder">Where it is saved; null for nowhere.</param>
/// <param name="log">Where it is logged; null for nowhere.</param>
/// <param name="screen">Where to write.</param>
internal sealed class TrainingRun(PreparedTraining run, RunFolder? folder, Experiment? log, Screen screen)
{
    /// <summary>Trains to the end, or until it is cancelled.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Execute(CancellationToken cancellation)
    {
        screen.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{run.Network.Notation}\n{run.Network.Total.Parameters.Value:N0} parameters; {run.Train}; {run.Trainer.Optimizer}; seed {run.Recipe.Seed}"));
        ITrainingDisplay display = screen.IsTerminal ? new BarDisplay(screen) : new LineDisplay(screen);
        TrainingHistory history;
        try
        {
            history = display.Show(run.Trainer, () => run.Trainer.Run(cancellation));
        }
        catch (TrainingDivergedException e)
        {
            screen.Error.WriteLine(e.Message);
            return ExitCode.Failure;
        }

        bool stopped = history.Reason == StopReason.Cancelled;
        if (stopped)
        {
            screen.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Stopped after step {history.Steps}. ")
                + (folder is null ? "Nothing was saved: there was no --out." : $"Go on with: convnotebooks train --out {folder.Path} --resume"));
        }
        else
        {
            if (history.Reason == StopReason.EarlyStop)
                screen.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Stopped: {run.Recipe.Patience} epochs without a better one."));
            Evaluation test = run.Evaluate(CancellationToken.None);
            EvaluationTable.Write(screen, run.Test.Data, test);
            Log(test);
        }

        try
        {
            if (stopped)
                log?.Cancel();
            else
                log?.Finish();
        }
        catch (ExperimentException e)
        {
            screen.Error.WriteLine(e.Message);
            return ExitCode.Failure;
        }

        screen.Output.WriteLine($"weights sha256 {history.WeightsHash}");
        return stopped ? ExitCode.Failure : ExitCode.Ok;
    }

    /// <summary>The test images' figures, and the curves as pictures.</summary>
    private void Log(Evaluation test)
    {
        if (log is null)
            return;
        log.Data(run.Test.Data).Confusion(test.Confusion);
        foreach ((string name, double value) in TestResults.Of(test))
            log.Result(name, value);
        foreach (GenericChart chart in RunCharts.Of(Run.Open(log.Folder)))
        {
            View view = RunViews.Show(chart);
            if (view.Png is { } png)
                log.Figure(view.Text.Split('\n')[0].Replace(' ', '-').ToLowerInvariant(), png);
        }
    }
}
