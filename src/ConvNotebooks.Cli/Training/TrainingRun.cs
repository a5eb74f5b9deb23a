using System.Globalization;

namespace ConvNotebooks.Cli.Training;

/// <summary>One <c>train</c>: the run with its progress, the final table, and the hash of the weights.</summary>
/// <param name="run">What the recipe has built.</param>
/// <param name="folder">Where it is saved; null for nowhere.</param>
/// <param name="screen">Where to write.</param>
internal sealed class TrainingRun(PreparedTraining run, RunFolder? folder, Screen screen)
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
            EvaluationTable.Write(screen, run.Test.Data, run.Evaluate(CancellationToken.None));
        }

        screen.Output.WriteLine($"weights sha256 {history.WeightsHash}");
        return stopped ? ExitCode.Failure : ExitCode.Ok;
    }
}
