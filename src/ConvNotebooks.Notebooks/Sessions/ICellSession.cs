namespace ConvNotebooks.Notebooks;

/// <summary>A sequence of cells that share their state: in this process, or in one of its own.</summary>
public interface ICellSession : IAsyncDisposable
{
    /// <summary>Runs one cell to its end.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="executionCount">The n of <c>In[n]</c>, by which errors name the cell; another one for every cell.</param>
    /// <param name="sink">Takes the cell's events, one at a time, on any thread; it must not throw.</param>
    /// <param name="cancellation">Gives the cell up; what that means for code that is running, the session says.</param>
    /// <returns>How the cell ended. An error in the cell is a result too; it does not throw.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Task<CellResult> ExecuteAsync(
        CellCode code, int executionCount, Action<CellEvent> sink, CancellationToken cancellation = default);
}

/// <summary>The ways in which a cell can end.</summary>
public enum CellOutcome
{
    /// <summary>It ran to its end.</summary>
    Succeeded,

    /// <summary>It did not compile, or threw an exception.</summary>
    Failed,

    /// <summary>It ran longer than it may, and its process was ended.</summary>
    TimedOut,

    /// <summary>It ended its process.</summary>
    Crashed,
}

/// <summary>How a cell ended.</summary>
/// <param name="Outcome">In which way.</param>
/// <param name="Error">The error that ended it, its last event; null when all went well.</param>
public sealed record CellResult(CellOutcome Outcome, ErrorEvent? Error)
{
    /// <summary>True when the cell ran to its end.</summary>
    public bool Succeeded => Outcome == CellOutcome.Succeeded;
}
