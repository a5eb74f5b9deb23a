using System.Globalization;
using ConvNotebooks.Interactive;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Training that can be watched in a notebook; imported into every C# cell, so that <c>trainer.Show()</c> suffices. What is left
/// at the end follows from the run alone: executed again, the cell has the same outputs.
/// </summary>
public static class LiveTraining
{
    private const long Milliseconds = 250;

    /// <summary>
    /// Trains, and shows a line with the step, its loss and accuracy, and charts of loss and accuracy that grow with every epoch. An
    /// interrupt ends the run after a step.
    /// </summary>
    /// <param name="trainer">The trainer; its own hooks are called too.</param>
    /// <returns>The run, epoch by epoch.</returns>
    /// <exception cref="TrainingDivergedException">The loss is not a number, or ten thousand times the first.</exception>
    public static TrainingHistory Show(this Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        var (line, epochs) = (CellDisplay.Display($"training {trainer.Network.Notation}"), new List<EpochReport>());
        DisplayHandle? loss = null, accuracy = null;
        long shown = 0;
        void Step(StepReport step)
        {
            if (Environment.TickCount64 - shown < Milliseconds)
                return;
            shown = Environment.TickCount64;
            line.Update(string.Create(CultureInfo.InvariantCulture,
                $"epoch {step.Epoch} of {trainer.Epochs}, step {step.Batch} of {step.Batches}: loss {step.Loss:0.000}, accuracy {step.Accuracy:0.0%}"));
        }

        void Epoch(EpochReport report)
        {
            epochs.Add(report);
            Draw(ref loss, TrainingCharts.Loss(epochs));
            Draw(ref accuracy, TrainingCharts.Accuracy(epochs));
        }

        trainer.OnStep += Step;
        trainer.OnEpoch += Epoch;
        try
        {
            var history = trainer.Run(CellGuard.Token);
            line.Update(string.Create(CultureInfo.InvariantCulture, $"{history.Steps} steps{(history.Reason switch
            {
                StopReason.Cancelled => ", interrupted",
                StopReason.EarlyStop => ", nothing got better any more",
                _ => "",
            })}{(epochs.Count == 0 ? "" : $"; {epochs[^1]}")}"));
            return history;
        }
        finally
        {
            trainer.OnStep -= Step;
            trainer.OnEpoch -= Epoch;
        }
    }

    private static void Draw(ref DisplayHandle? display, object chart)
    {
        if (display is null)
            display = CellDisplay.Display(chart);
        else
            display.Update(chart);
    }
}
