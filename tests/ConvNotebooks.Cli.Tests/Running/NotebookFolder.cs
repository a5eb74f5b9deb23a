using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Cli.Tests.Running;

/// <summary>A temporary folder of small notebooks.</summary>
internal sealed class NotebookFolder : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string Path => folder.Path;

    public string Output => folder.File("out");

    public string File(string name) => folder.File(name);

    /// <summary>Writes a notebook of one heading and the code cells.</summary>
    public string Add(string name, params string[] cells)
    {
        var document = new NotebookDocument();
        document.Cells.Add(new MarkdownCell { Source = $"# The title of {name}\n\nThe summary of {name}." });
        document.Cells.AddRange(cells.Select(source => new CodeCell
        {
            Source = source,
            Tags = source.StartsWith("// parameters", StringComparison.Ordinal) ? ["parameters"] : [],
        }));
        document.Write(File(name));
        return File(name);
    }

    public static CodeCell LastCell(string path) => NotebookDocument.Read(path).Cells.OfType<CodeCell>().Last();

    public void Dispose() => folder.Dispose();
}
