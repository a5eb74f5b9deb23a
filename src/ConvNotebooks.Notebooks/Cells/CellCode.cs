namespace ConvNotebooks.Notebooks;

/// <summary>What a person wrote into a cell.</summary>
/// <param name="Text">The text; <c>#!</c> lines may change its language on the way.</param>
/// <param name="Language">The language it begins in, a name or alias of <see cref="CellLanguages"/>.</param>
public sealed record CellCode(string Text, string Language = CellLanguages.CSharp)
{
    /// <summary>A cell of C#.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator CellCode(string text) => new(text);
}
