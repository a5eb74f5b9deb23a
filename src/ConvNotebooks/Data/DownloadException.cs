namespace ConvNotebooks;

/// <summary>A download did not arrive whole. What came stays in a .part file where a later call can go on from it.</summary>
/// <param name="message">Which file, what came, what was needed, what to do.</param>
/// <param name="inner">What the network said.</param>
public sealed class DownloadException(string message, Exception? inner = null) : IOException(message, inner);
