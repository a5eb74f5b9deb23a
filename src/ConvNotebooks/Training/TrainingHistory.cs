using System.Globalization;

namespace ConvNotebooks;

/// <summary>One step of a training run.</summary>
/// <param name="Step">Which step of the run, from 1.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Batch">Which batch of the epoch, from 1.</param>
/// <param name="Batches">Batches of the epoch.</param>
/// <param name="Loss">The minibatch's loss before the step, penalty included.</param>
/// <param name="Accuracy">The share of its images whose class had the highest score before the step.</param>
/// <param name="Rate">The learning rate.</param>
/// <param name="GradientNorm">The norm of all gradients before clipping; null without clipping.</param>
public readonly record struct StepReport(
    long Step, int Epoch, int Batch, int Batches, double Loss, double Accuracy, double Rate, double? GradientNorm)
{
    /// <summary>The figures in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"step {Step}, epoch {Epoch} ({Batch}/{Batches}): loss {Loss:0.0000}, accuracy {Accuracy:0.0%}");
}

/// <summary>One epoch of a training run.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Steps">Steps of the run until its end.</param>
/// <param name="Loss">The mean training loss over its steps.</param>
/// <param name="Accuracy">The share of training images whose class had the highest score when their step came.</param>
/// <param name="Validation">How the network does on the validation images; null without them.</param>
/// <param name="IsBest">Whether no earlier epoch was better, by validation loss, or by training loss without validation images.</param>
public sealed record EpochReport(int Epoch, long Steps, double Loss, double Accuracy, Evaluation? Validation, bool IsBest)
{
    /// <summary>The figures in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"epoch {Epoch}: loss {Loss:0.000}, accuracy {Accuracy:0.0%}{(Validation is null ? "" : $"; validation {Validation}")}{(IsBest ? " (best)" : "")}");
}

/// <summary>Why a training run ended.</summary>
public enum StopReason
{
    /// <summary>All epochs are done.</summary>
    Finished,

    /// <summary>The best epoch was too long ago.</summary>
    EarlyStop,

    /// <summary>Cancelled between two steps.</summary>
    Cancelled,
}

/// <summary>A training run, epoch by epoch.</summary>
/// <param name="Epochs">The epochs that were completed by this run.</param>
/// <param name="Steps">Steps done, those before a resume among them.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="WeightsHash">The SHA-256 of all weights at the end; see <see cref="NetworkWeights.Hash"/>.</param>
public sealed record TrainingHistory(IReadOnlyList<EpochReport> Epochs, long Steps, StopReason Reason, string WeightsHash)
{
    /// <summary>The best epoch; null when none was completed.</summary>
    public EpochReport? Best => Epochs.LastOrDefault(e => e.IsBest);

    /// <summary>One line for each epoch.</summary>
    public override string ToString() => string.Join("\n", Epochs);
}
