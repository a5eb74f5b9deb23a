using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// A Jupyter notebook. Files of nbformat 3 and 4 are read; nbformat 4.5 is written, with the bytes that Jupyter itself
/// would write (https://nbformat.readthedocs.io/en/latest/format_description.html).
/// </summary>
public sealed class NotebookDocument
{
    /// <summary>The cells, from top to bottom.</summary>
    public List<Cell> Cells { get; } = [];

    /// <summary>The notebook's metadata: <c>kernelspec</c>, <c>language_info</c>, and whatever editors keep there.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>Fields of the file that this model has no name for; they are written back as they came.</summary>
    public JsonObject Extra { get; init; } = [];

    /// <summary>Reads a notebook file.</summary>
    /// <param name="path">The <c>.ipynb</c> or <c>.dib</c> file; its name stands in error messages.</param>
    /// <exception cref="NotebookFormatException">The content is no notebook of nbformat 3 or 4.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static NotebookDocument Read(string path) => IsDib(path)
        ? Dib.Read(File.ReadAllText(path), Path.GetFileName(path))
        : NotebookReader.Read(File.ReadAllBytes(path), Path.GetFileName(path));

    /// <summary>Reads a notebook from its JSON text.</summary>
    /// <param name="json">The content of a notebook file.</param>
    /// <param name="name">What error messages call it, usually the file's name.</param>
    /// <exception cref="NotebookFormatException">The content is no notebook of nbformat 3 or 4.</exception>
    public static NotebookDocument Parse(string json, string name) =>
        NotebookReader.Read(System.Text.Encoding.UTF8.GetBytes(json), name);

    /// <summary>
    /// Writes the notebook as nbformat 4.5, or as <c>.dib</c> where the name says so, whole or not at all: to a temporary name in the same folder, then moved.
    /// </summary>
    /// <param name="path">The file to write or replace.</param>
    /// <exception cref="IOException">The folder is missing or full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written.</exception>
    public void Write(string path) => AtomicFile.WriteAllText(path, IsDib(path) ? Dib.Write(this) : ToJson());

    /// <summary>Whether a path is that of a notebook: it ends in <c>.ipynb</c> or <c>.dib</c>.</summary>
    /// <param name="path">A path.</param>
    public static bool IsNotebook(string path) => IsDib(path) || path.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The notebook as nbformat 4.5 text, final newline included: indent of one space, sorted keys, texts as lists of
    /// lines. Cells without an id are given one that follows from their content.
    /// </summary>
    public string ToJson()
    {
        CellIds.Complete(Cells);
        return PythonJson.Print(NotebookWriter.ToJson(this)) + "\n";
    }

    private static bool IsDib(string path) => path.EndsWith(".dib", StringComparison.OrdinalIgnoreCase);
}
