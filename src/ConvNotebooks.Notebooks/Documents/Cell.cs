using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks;

/// <summary>One cell of a notebook.</summary>
public abstract class Cell
{
    /// <summary>
    /// The cell's name inside its notebook, 1 to 64 letters, digits, <c>-</c> or <c>_</c>; while it is empty, writing
    /// the notebook chooses one from the cell's content.
    /// </summary>
    public string Id { get; set; } = "";

    /// <summary>The text of the cell, as one string with line ends.</summary>
    public string Source { get; set; } = "";

    /// <summary>The cell's metadata: <c>tags</c>, and whatever editors keep there.</summary>
    public JsonObject Metadata { get; set; } = [];

    /// <summary>Fields of the file that this model has no name for; they are written back as they came.</summary>
    public JsonObject Extra { get; set; } = [];

    /// <summary>The cell's tags, such as <c>parameters</c>; empty where it has none.</summary>
    public IReadOnlyList<string> Tags
    {
        get => Metadata["tags"] is not JsonArray tags
            ? []
            : [.. tags.Where(t => t?.GetValueKind() == JsonValueKind.String).Select(t => t!.GetValue<string>())];
        set => Metadata["tags"] = new JsonArray([.. value.Select(t => (JsonNode)t)]);
    }
}

/// <summary>A cell of prose in Markdown.</summary>
public sealed class MarkdownCell : Cell
{
    /// <summary>Pictures pasted into the cell: file name → MIME bundle; null where there are none.</summary>
    public JsonObject? Attachments { get; set; }
}

/// <summary>A cell that readers pass on unchanged to whatever format they write.</summary>
public sealed class RawCell : Cell
{
    /// <summary>Files pasted into the cell: file name → MIME bundle; null where there are none.</summary>
    public JsonObject? Attachments { get; set; }
}

/// <summary>A cell of code and what it put out.</summary>
public sealed class CodeCell : Cell
{
    /// <summary>
    /// The language the cell is in, <c>csharp</c> unless its metadata says otherwise: <c>polyglot_notebook.kernelName</c>,
    /// <c>dotnet_interactive.language</c> or <c>vscode.languageId</c>, in this order.
    /// </summary>
    public string Language
    {
        get
        {
            string? name = Field("polyglot_notebook", "kernelName") ?? Field("dotnet_interactive", "language") ?? Field("vscode", "languageId");
            return name is null ? CellLanguages.CSharp : CellLanguages.Resolve(name) ?? name;
        }

        set
        {
            if (value == Language)
                return;
            Metadata["polyglot_notebook"] = new JsonObject { ["kernelName"] = value };
            Metadata["dotnet_interactive"] = new JsonObject { ["language"] = value };
        }
    }

    /// <summary>What is written in the cell, in its language.</summary>
    internal CellCode Code => new(Source, Language);

    /// <summary>The n of <c>In[n]</c>; null when the cell has not run.</summary>
    public int? ExecutionCount { get; set; }

    /// <summary>What the cell put out, in order.</summary>
    public List<Output> Outputs { get; set; } = [];

    private string? Field(string editor, string field) =>
        (Metadata[editor] as JsonObject)?[field] is JsonValue value && value.TryGetValue(out string? name) ? name : null;
}
