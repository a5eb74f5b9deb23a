namespace ConvNotebooks;

/// <summary>A file of images or labels is not what its format, its header or its published checksum promises.</summary>
/// <param name="message">Which reader, which file, at which byte; what was needed, what to do.</param>
/// <param name="inner">What the decompressor said, if it was the one that refused.</param>
public sealed class DatasetFormatException(string message, Exception? inner = null) : FormatException(message, inner);
