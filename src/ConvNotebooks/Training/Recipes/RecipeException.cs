namespace ConvNotebooks;

/// <summary>A training recipe asks for something that there is not, or that does not go together.</summary>
/// <param name="message">What came, what was needed, what to do.</param>
/// <param name="inner">What a parser or a constructor said, if it was the one that refused.</param>
public sealed class RecipeException(string message, Exception? inner = null) : FormatException(message, inner);
