namespace ConvNotebooks;

/// <summary>A run's folder cannot be made, written or read, or what it says cannot be repeated.</summary>
/// <param name="message">Who, which file, what is wrong, what to do.</param>
/// <param name="inner">What the system or a parser said, if that was it.</param>
public sealed class ExperimentException(string message, Exception? inner = null) : Exception(message, inner);
