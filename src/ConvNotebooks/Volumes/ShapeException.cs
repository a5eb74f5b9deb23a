namespace ConvNotebooks;

/// <summary>A tensor or volume has another shape than the layer or operation was built for.</summary>
/// <param name="message">Who it is, what came, what was needed, what to do.</param>
public sealed class ShapeException(string message) : ArgumentException(message);
