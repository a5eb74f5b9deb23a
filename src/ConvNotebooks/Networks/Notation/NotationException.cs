namespace ConvNotebooks;

/// <summary>
/// A text in the document's notation is no network. When a layer's window does not fit, the inner exception is the
/// <see cref="FitException"/> with its report.
/// </summary>
public sealed class NotationException : FormatException
{
    /// <summary>Creates the exception for a place in the text.</summary>
    /// <param name="line">Line, from 1.</param>
    /// <param name="column">Column, from 1.</param>
    /// <param name="length">Characters that are wrong, at least 1.</param>
    /// <param name="problem">What came, what was needed, what to do.</param>
    /// <param name="inner">The layer's own exception, if it was the layer that refused.</param>
    public NotationException(int line, int column, int length, string problem, Exception? inner = null)
        : base($"Notation, line {line}, column {column}: {problem}", inner) =>
        (Line, Column, Length, Problem) = (line, column, length, problem);

    /// <summary>Line, from 1.</summary>
    public int Line { get; }

    /// <summary>Column, from 1.</summary>
    public int Column { get; }

    /// <summary>Characters that are wrong.</summary>
    public int Length { get; }

    /// <summary>The text that was read, all its lines; null where it is not known.</summary>
    public string? Notation { get; internal set; }

    /// <summary>The message without the place.</summary>
    public string Problem { get; }
}
