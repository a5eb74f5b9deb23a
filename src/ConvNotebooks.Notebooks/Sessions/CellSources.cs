using Microsoft.CodeAnalysis;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Finds the scripts of <c>#load</c> from the notebook's folder, and leaves the names of cells alone, which would
/// otherwise become paths on this machine and appear in stack traces.
/// </summary>
/// <param name="folder">The notebook's folder.</param>
internal sealed class CellSources(string folder) : SourceFileResolver([], folder)
{
    public override string? NormalizePath(string path, string? baseFilePath) =>
        path.StartsWith("In[", StringComparison.Ordinal) ? path : base.NormalizePath(path, baseFilePath);
}
