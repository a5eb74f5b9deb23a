namespace ConvNotebooks;

/// <summary>A saved file of weights or of a training run is damaged, or belongs to something else.</summary>
/// <param name="message">Who, which file, what is wrong with it, what to do.</param>
/// <param name="inner">What a parser said, if it was the one that refused.</param>
public sealed class CheckpointException(string message, Exception? inner = null) : FormatException(message, inner);
