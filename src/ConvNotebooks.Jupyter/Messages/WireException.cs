namespace ConvNotebooks.Jupyter;

/// <summary>Frames that are no message this kernel may act on: they are dropped, and the reason is logged.</summary>
/// <param name="message">What came and what was needed.</param>
public sealed class WireException(string message) : Exception(message);
