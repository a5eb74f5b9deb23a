namespace ConvNotebooks.Notebooks;

/// <summary>The ways in which the run of a notebook can end.</summary>
public enum RunOutcome
{
    /// <summary>Every cell ran, and in a check every output is as stored.</summary>
    Ok,

    /// <summary>A cell did not compile or threw an exception.</summary>
    Failed,

    /// <summary>A cell ran longer than it may.</summary>
    TimedOut,

    /// <summary>A cell ended its process.</summary>
    Crashed,

    /// <summary>Every cell ran, but outputs differ from those stored.</summary>
    Differs,

    /// <summary>The file is missing or no C# notebook, or a parameter does not fit: nothing ran.</summary>
    Unreadable,

    /// <summary>The executed notebook could not be written.</summary>
    Unwritable,

    /// <summary>The run was cancelled; nothing was written.</summary>
    Cancelled,
}

/// <summary>What became of one notebook.</summary>
/// <param name="Path">The notebook that was read.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="CellsRun">Cells that ran, the failing one included.</param>
/// <param name="CellCount">Cells there were to run.</param>
/// <param name="Elapsed">How long it took, the worker's start included.</param>
/// <param name="FailingCell">The n of <c>In[n]</c> at which it ended; null where no cell is to blame.</param>
/// <param name="Error">What happened, with the notebook's name, and what to do; null when all went well.</param>
public sealed record RunResult(
    string Path, RunOutcome Outcome, int CellsRun, int CellCount, TimeSpan Elapsed, int? FailingCell, string? Error)
{
    /// <summary>The notebook as executed, as far as it came; null where nothing ran.</summary>
    public NotebookDocument? Document { get; init; }

    /// <summary>The lines to show below the error: a traceback, or the last the process said.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>In a check: the cells whose outputs differ from those stored.</summary>
    public IReadOnlyList<CellDifference> Differences { get; init; } = [];
}
