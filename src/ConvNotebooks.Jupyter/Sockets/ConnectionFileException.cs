namespace ConvNotebooks.Jupyter;

/// <summary>A connection file that cannot be used.</summary>
public sealed class ConnectionFileException : Exception
{
    /// <summary>Builds the exception.</summary>
    /// <param name="message">What came, what was needed, what to do.</param>
    /// <param name="inner">What reading it met.</param>
    public ConnectionFileException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
