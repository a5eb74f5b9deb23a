namespace ConvNotebooks.Jupyter;

/// <summary>A kernelspec that cannot be installed or removed as asked.</summary>
/// <param name="message">What came, what was needed, what to do.</param>
public sealed class KernelSpecException(string message) : Exception(message);
