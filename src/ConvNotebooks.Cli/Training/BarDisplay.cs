using System.Globalization;
using Spectre.Console;

namespace ConvNotebooks.Cli.Training;

/// <summary>Progress in a terminal: a bar over all steps with the epoch, its loss and accuracy so far; a line for each epoch above it.</summary>
/// <param name="screen">The terminal.</param>
internal sealed class BarDisplay(Screen screen) : ITrainingDisplay
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100);

    public TrainingHistory Show(Trainer trainer, Func<TrainingHistory> run) => screen.Console.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
            new ElapsedTimeColumn(), new RemainingTimeColumn())
        .Start(context =>
        {
            ProgressTask task = context.AddTask("training", maxValue: (double)trainer.Epochs * trainer.Batches.Count);
            var watcher = new Watcher(task, trainer.Epochs);
            trainer.OnStep += watcher.Step;
            trainer.OnEpoch += report => screen.Console.WriteLine(report.ToString());
            return run();
        });

    /// <summary>Redraws a few times a second: a step of a small network takes less than writing it down.</summary>
    private sealed class Watcher(ProgressTask task, int epochs)
    {
        private long drawn;
        private double loss, accuracy, steps;

        public void Step(StepReport step)
        {
            if (step.Batch == 1)
                (loss, accuracy, steps) = (0, 0, 0);
            (loss, accuracy, steps) = (loss + step.Loss, accuracy + step.Accuracy, steps + 1);
            long now = Environment.TickCount64;
            if (now - drawn < Redraw.TotalMilliseconds && step.Batch < step.Batches)
                return;
            drawn = now;
            task.Value = step.Step;
            task.Description = string.Create(CultureInfo.InvariantCulture,
                $"epoch {step.Epoch} of {epochs}: loss {loss / steps:0.000}, accuracy {accuracy / steps:0.0%}");
        }
    }
}
