using Microsoft.CodeAnalysis;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Leaves the names of cells alone, which would otherwise become paths on this machine and appear in stack traces.
/// </summary>
/// <param name="folder">The notebook's folder.</param>
/// <param name="cells">The names of cells.</param>
internal sealed class CellSources(string folder, IReadOnlyCollection<string> cells) : SourceFileResolver([], folder)
{
    public override string? NormalizePath(string path, string? baseFilePath) =>
        cells.Contains(path) ? path : base.NormalizePath(path, baseFilePath);
}
