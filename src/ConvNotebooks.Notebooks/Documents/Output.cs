using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks;

/// <summary>What a code cell put out once it ran: one entry of its list of outputs.</summary>
public abstract record Output
{
    /// <summary>Fields of the file that this model has no name for; they are written back as they came.</summary>
    public JsonObject Extra { get; init; } = [];
}

/// <summary>Text that the cell printed.</summary>
/// <param name="Name"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">The text, with its line ends.</param>
public sealed record StreamOutput(string Name, string Text) : Output;

/// <summary>A value that the cell displayed.</summary>
/// <param name="Data">The value in its MIME types.</param>
/// <param name="Metadata">Notes per MIME type, such as a picture's width in pixels.</param>
public sealed record DisplayOutput(MimeBundle Data, JsonObject Metadata) : Output
{
    /// <summary>By which later cells may update this display while the session lives; never written to a file.</summary>
    public string? DisplayId { get; init; }
}

/// <summary>The value of the cell's last expression.</summary>
/// <param name="ExecutionCount">The n of <c>Out[n]</c>.</param>
/// <param name="Data">The value in its MIME types.</param>
/// <param name="Metadata">Notes per MIME type, such as a picture's width in pixels.</param>
public sealed record ResultOutput(int? ExecutionCount, MimeBundle Data, JsonObject Metadata) : Output;

/// <summary>The error that ended the cell.</summary>
/// <param name="Name">The kind of error: an exception's type, or <c>CompilationError</c>.</param>
/// <param name="Value">The message.</param>
/// <param name="Traceback">The lines to show, message and place included.</param>
public sealed record ErrorOutput(string Name, string Value, IReadOnlyList<string> Traceback) : Output;
