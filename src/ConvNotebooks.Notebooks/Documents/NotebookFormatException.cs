namespace ConvNotebooks.Notebooks;

/// <summary>A file is no notebook that can be read.</summary>
/// <param name="message">Which file, what is wrong with it and where, what to do.</param>
/// <param name="inner">The JSON error underneath, where there is one.</param>
public sealed class NotebookFormatException(string message, Exception? inner = null) : FormatException(message, inner);
