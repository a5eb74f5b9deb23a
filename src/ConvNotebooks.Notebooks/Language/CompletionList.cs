namespace ConvNotebooks.Notebooks;

/// <summary>What could stand at a place in the code.</summary>
/// <param name="Start">Where the text that an item replaces begins, in UTF-16 units.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Items">The possibilities, likely ones first.</param>
public sealed record CompletionList(int Start, int End, IReadOnlyList<CompletionItem> Items);

/// <summary>One possibility.</summary>
/// <param name="Text">The text to insert.</param>
/// <param name="Kind">What it is: <c>method</c>, <c>property</c>, <c>class</c>, <c>keyword</c> …</param>
public sealed record CompletionItem(string Text, string Kind);

/// <summary>What a symbol is.</summary>
/// <param name="Text">Its declaration and documentation, as plain text.</param>
public sealed record Inspection(string Text);
