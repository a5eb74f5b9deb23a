namespace ConvNotebooks;

/// <summary>The files of a data set are not on this machine. The message says where was looked and how to get them.</summary>
public sealed class DatasetNotFoundException : IOException
{
    internal DatasetNotFoundException(string message, IReadOnlyList<string> looked)
        : base(message) => Looked = looked;

    /// <summary>The folders or files that were looked for, in order.</summary>
    public IReadOnlyList<string> Looked { get; }
}
