namespace ConvNotebooks;

/// <summary>Which weights a run keeps as files; the hashes of all epochs are kept in any case.</summary>
public enum WeightFiles
{
    /// <summary>None: the smallest folder, enough to verify a run.</summary>
    None,

    /// <summary>Those of the last epoch.</summary>
    Last,

    /// <summary>Those of every epoch: verifying tells how large a difference is, and TensorBoard shows histograms.</summary>
    Every,
}

/// <summary>What a run's folder holds and where it is.</summary>
public sealed record ExperimentOptions
{
    /// <summary>The environment variable that names the folder of runs.</summary>
    public const string FolderVariable = "CONVNOTEBOOKS_RUNS";

    /// <summary>Where runs go: <see cref="FolderVariable"/>'s, or <c>runs</c> in the current folder.</summary>
    public string Folder { get; init; } = Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? named : "runs";

    /// <summary>Which weights are kept as files.</summary>
    public WeightFiles Weights { get; init; } = WeightFiles.Every;

    /// <summary>Whether TensorBoard can follow the run: an event file grows with it in its folder.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;
}
