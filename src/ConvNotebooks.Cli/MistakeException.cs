namespace ConvNotebooks.Cli;

/// <summary>What was asked for cannot be done as asked; the message says what came, what was needed, what to do.</summary>
/// <param name="message">One sentence or two.</param>
internal sealed class MistakeException(string message) : Exception(message);
