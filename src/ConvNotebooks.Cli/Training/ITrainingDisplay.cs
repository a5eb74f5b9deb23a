namespace ConvNotebooks.Cli.Training;

/// <summary>Shows a training run while it lasts.</summary>
internal interface ITrainingDisplay
{
    /// <summary>Shows the run from its start to its end.</summary>
    /// <param name="trainer">The trainer, whose hooks tell how it gets on.</param>
    /// <param name="run">Runs it.</param>
    TrainingHistory Show(Trainer trainer, Func<TrainingHistory> run);
}
