using System.Globalization;

namespace ConvNotebooks;

/// <summary>
/// A run done again from its record, compared bit by bit: the loss and accuracy of every step, the figures of every epoch, the
/// SHA-256 of every weight tensor after it.
/// </summary>
/// <param name="Run">The run.</param>
/// <param name="Epochs">Epochs compared.</param>
/// <param name="Steps">Steps compared.</param>
/// <param name="Environment">What is different about the machine, a line each; none of it may change a bit.</param>
/// <param name="Difference">The first difference; null when every bit is the same.</param>
public sealed record RunVerification(Run Run, int Epochs, long Steps, IReadOnlyList<string> Environment, RunDifference? Difference)
{
    /// <summary>Whether every bit is the same.</summary>
    public bool IsIdentical => Difference is null;

    /// <summary>Does a run again, up to an epoch or its end, and compares.</summary>
    /// <param name="run">The run; it must have been made from a recipe, as <c>convnotebooks train</c> does.</param>
    /// <param name="untilEpoch">The last epoch to compare; the last that was logged when left out.</param>
    /// <param name="images">Reads image files, for a recipe whose data is a folder.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="ExperimentException">There is no recipe or epoch to compare with, the record was edited, or the data are others now.</exception>
    /// <exception cref="RecipeException">The recipe cannot be used.</exception>
    /// <exception cref="DatasetNotFoundException">The images are not on this machine.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RunVerification Of(Run run, int? untilEpoch = null, ImageReader? images = null, Action<EpochReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        var logged = run.Record.Weights.Count;
        if (logged == 0)
            throw new ExperimentException($"Verify: no epoch of '{run.Folder}' has ended, so there is nothing to compare. Name another run.");
        if (untilEpoch is { } until && (until < 1 || until > logged))
            throw new ExperimentException($"Verify: epoch {until} was asked for, and '{run.Folder}' has the epochs 1 to {logged}. Name one of them.");

        var training = RepeatedTraining.Prepare(run, images);
        var environment = run.Record.Environment.DifferencesTo(EnvironmentRecord.Here());
        var last = untilEpoch ?? logged;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var comparison = new StepComparison(run);
        var epochs = 0;
        var trainer = training.Trainer;
        trainer.IsLogged = false;
        trainer.OnStep = report => comparison.Compare(report);
        trainer.OnEpoch = report =>
        {
            epochs = report.Epoch;
            comparison.Compare(report, training.Network);
            progress?.Invoke(report);
            if (comparison.Difference is not null || report.Epoch == last)
                stop.Cancel();
        };
        trainer.Run(stop.Token);
        cancellation.ThrowIfCancellationRequested();
        if (comparison.Difference is null && last == logged)
            comparison.CompareResults(training, run.Status == RunStatus.Finished);
        return new(run, epochs, trainer.Optimizer.Steps, environment, comparison.Difference);
    }

    /// <summary>What was compared and what was found, a line each.</summary>
    public override string ToString()
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"{Run.Name}: {Epochs} {(Epochs == 1 ? "epoch" : "epochs")}, {Steps:N0} steps, done again");
        var machine = Environment.Count == 0 ? "The same machine and settings." : $"Different here: {string.Join("; ", Environment)}.";
        return Difference is null ? $"{what}: identical to the bit.\n{machine}" : $"{what}: not identical.\n{Difference}\n{machine}";
    }
}

/// <summary>The first difference between a run and its repetition.</summary>
/// <param name="Step">The first step with another loss or accuracy; null when steps agree.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Tensor">The first weight tensor, in the order of the layers, that differs after that epoch; null when none was compared.</param>
/// <param name="Largest">The largest difference between two weights of that epoch; null where the run kept no weights as files.</param>
/// <param name="What">The difference in words.</param>
public sealed record RunDifference(long? Step, int Epoch, string? Tensor, double? Largest, string What)
{
    /// <summary>The difference in words.</summary>
    public override string ToString() => What;
}
