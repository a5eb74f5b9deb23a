using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks;

/// <summary>Something a running cell sends to whoever shows it. Events arrive one at a time, in the cell's order.</summary>
public abstract record CellEvent;

/// <summary>The cell printed text; long output arrives in several pieces.</summary>
/// <param name="Name"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">The piece of text, with its line ends.</param>
public sealed record StreamEvent(string Name, string Text) : CellEvent;

/// <summary>The cell displayed a value.</summary>
/// <param name="Data">The value in its MIME types.</param>
/// <param name="Metadata">Notes per MIME type.</param>
/// <param name="DisplayId">By which <see cref="UpdateDisplayEvent"/> finds this display again.</param>
public sealed record DisplayEvent(MimeBundle Data, JsonObject Metadata, string DisplayId) : CellEvent;

/// <summary>The cell replaced what an earlier display shows, in this cell or one before it.</summary>
/// <param name="Data">The new value in its MIME types.</param>
/// <param name="Metadata">Notes per MIME type.</param>
/// <param name="DisplayId">Which display.</param>
public sealed record UpdateDisplayEvent(MimeBundle Data, JsonObject Metadata, string DisplayId) : CellEvent;

/// <summary>The cell asked for its outputs so far to be removed.</summary>
/// <param name="Wait">True when they stay until the next output comes, so that nothing flickers.</param>
public sealed record ClearOutputEvent(bool Wait) : CellEvent;

/// <summary>The value of the cell's last expression.</summary>
/// <param name="ExecutionCount">The n of <c>Out[n]</c>.</param>
/// <param name="Data">The value in its MIME types.</param>
/// <param name="Metadata">Notes per MIME type.</param>
public sealed record ResultEvent(int ExecutionCount, MimeBundle Data, JsonObject Metadata) : CellEvent;

/// <summary>The cell ended in an error; the last event of its cell.</summary>
/// <param name="Name">An exception's type, or <c>CompilationError</c>.</param>
/// <param name="Value">The message, with the cell line.</param>
/// <param name="Traceback">The lines to show: message, then places, the cells' own before the libraries'.</param>
public sealed record ErrorEvent(string Name, string Value, IReadOnlyList<string> Traceback) : CellEvent;
