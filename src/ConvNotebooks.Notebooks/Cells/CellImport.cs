namespace ConvNotebooks.Notebooks;

/// <summary>The cells of a file that a cell imports.</summary>
internal static class CellImport
{
    /// <summary>Reads a <c>.cs</c>, <c>.csx</c>, <c>.net</c>, <c>.dib</c> or <c>.ipynb</c> file.</summary>
    /// <param name="written">The path as it was written, relative to the importing cell's folder.</param>
    /// <param name="folder">That folder.</param>
    /// <param name="root">The notebook's folder, from which the cells are named.</param>
    /// <param name="line">The line that imports.</param>
    /// <exception cref="CellCommandException">The file is missing, cannot be read, or holds no code.</exception>
    public static IReadOnlyList<CellSource> Read(string written, string folder, string root, int line)
    {
        string path = Path.GetFullPath(written, folder);
        string name = StableText.Relative(path, root);
        string within = Path.GetDirectoryName(path)!;
        try
        {
            if (NotebookDocument.IsNotebook(path))
            {
                return [.. NotebookDocument.Read(path).Cells
                    .OfType<CodeCell>()
                    .Where(cell => !string.IsNullOrWhiteSpace(cell.Source) && !cell.Tags.Contains("skip-execution"))
                    .Select((cell, i) => new CellSource($"{name}[{i + 1}]", cell.Code, within))];
            }

            string? language = Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".cs" or ".csx" => CellLanguages.CSharp,
                ".net" => CellLanguages.Net,
                _ => null,
            };
            return language is not null
                ? [new CellSource(name, new CellCode(File.ReadAllText(path).ReplaceLineEndings("\n"), language), within)]
                : throw new CellCommandException(
                    $"line {line}: {written} is no code. Import a file that ends in .cs, .csx, .net, .dib or .ipynb.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CellCommandException(
                $"line {line}: {written} is not there. Give a path relative to the notebook's folder, or an absolute one.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CellCommandException($"line {line}: {written} cannot be read ({e.Message}). Check its permissions.");
        }
        catch (NotebookFormatException e)
        {
            throw new CellCommandException($"line {line}: {e.Message}");
        }
    }
}
