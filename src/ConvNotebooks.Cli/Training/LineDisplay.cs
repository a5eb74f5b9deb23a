using System.Diagnostics;
using System.Globalization;

namespace ConvNotebooks.Cli.Training;

/// <summary>Progress for a file or pipe: a line for each epoch, with the seconds it took.</summary>
/// <param name="screen">Where to write.</param>
internal sealed class LineDisplay(Screen screen) : ITrainingDisplay
{
    public TrainingHistory Show(Trainer trainer, Func<TrainingHistory> run)
    {
        var clock = Stopwatch.StartNew();
        trainer.OnEpoch += report =>
        {
            screen.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report}; {clock.Elapsed.TotalSeconds:0.0} s"));
            screen.Output.Flush();
            clock.Restart();
        };
        return run();
    }
}
