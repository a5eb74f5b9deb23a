namespace ConvNotebooks.Benchmarks;

/// <summary>A command line that cannot be followed; the message says what came and what was needed.</summary>
internal sealed class UsageException : Exception
{
    public UsageException(string message)
        : base(message)
    {
    }

    public UsageException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
