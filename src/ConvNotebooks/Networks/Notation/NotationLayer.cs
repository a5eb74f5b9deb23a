namespace ConvNotebooks;

/// <summary>A layer where it stands in a text in the document's notation.</summary>
/// <param name="Line">The line of its word, from 1.</param>
/// <param name="Column">The column of its word, from 1.</param>
/// <param name="Word">Its word, as it is written there.</param>
/// <param name="Stages">The stages that it becomes: one for every repetition around it, none for the input.</param>
public sealed record NotationLayer(int Line, int Column, string Word, IReadOnlyList<Stage> Stages);
