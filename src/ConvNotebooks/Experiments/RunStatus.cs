namespace ConvNotebooks;

/// <summary>How far a run came.</summary>
public enum RunStatus
{
    /// <summary>Its process is at work, or was when <c>run.json</c> was written last.</summary>
    Running,

    /// <summary>It came to its end.</summary>
    Finished,

    /// <summary>It was told to stop.</summary>
    Cancelled,

    /// <summary>It ended with an error, which the record's <see cref="RunRecord.Problem"/> names.</summary>
    Failed,

    /// <summary>Its process is gone without having said a word: killed, or the machine went down. Never stored.</summary>
    Unfinished,
}
