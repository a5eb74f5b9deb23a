namespace ConvNotebooks.Jupyter;

/// <summary>A request whose fields are not those of its type.</summary>
/// <param name="message">What came and what was needed.</param>
public sealed class RequestException(string message) : Exception(message);
