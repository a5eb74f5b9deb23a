namespace ConvNotebooks.Notebooks;

/// <summary>What a cell has done, one part after the other.</summary>
internal abstract record CellPart;

/// <summary>C# code; commands and the other languages have become code on the lines where they stood.</summary>
/// <param name="Code">The code, with empty lines for all of the cell before it.</param>
/// <param name="Packages">The packages it asks for, which are loaded before it is compiled.</param>
/// <param name="Networks">Its sections in the notation that need no values from C#.</param>
internal sealed record CodePart(
    string Code, IReadOnlyList<PackageDirective> Packages, IReadOnlyList<NetSection> Networks) : CellPart;

/// <summary>A file whose cells are run here.</summary>
/// <param name="Path">As it was written.</param>
/// <param name="Line">The line that names it, from 1.</param>
internal sealed record ImportPart(string Path, int Line) : CellPart;

/// <summary>A section in the notation.</summary>
/// <param name="Text">Its lines.</param>
/// <param name="LinesBefore">The lines of the cell before it.</param>
internal sealed record NetSection(string Text, int LinesBefore);
