namespace ConvNotebooks.Notebooks;

/// <summary>A <c>#!</c> line that means nothing.</summary>
/// <param name="message">The line, what came, what was needed, what to do.</param>
public sealed class CellCommandException(string message) : Exception(message);
