namespace ConvNotebooks.Notebooks;

/// <summary>Packages that a cell asked for cannot be loaded.</summary>
/// <param name="message">What was asked for, what is wrong, what to do.</param>
/// <param name="line">The line of the cell that asked, from 1; 0 where no single line did.</param>
internal sealed class PackageException(string message, int line = 0) : Exception(message)
{
    public int Line => line;
}
