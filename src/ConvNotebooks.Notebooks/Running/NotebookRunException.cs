namespace ConvNotebooks.Notebooks;

/// <summary>A run cannot start or go on: a file or folder is missing, a parameter is wrong, a worker does not start.</summary>
/// <param name="message">Who it is, what came, what was needed, what to do.</param>
/// <param name="inner">The system's error underneath, where there is one.</param>
public sealed class NotebookRunException(string message, Exception? inner = null) : Exception(message, inner);
