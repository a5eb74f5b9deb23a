namespace ConvNotebooks.Notebooks;

/// <summary>A cell, or a cell of a file that one imported, as errors and traces find it again.</summary>
/// <param name="Name">Its name: <c>In[3]</c>, <c>more.cs</c>, <c>more.dib[2]</c>.</param>
/// <param name="Code">What is written there.</param>
/// <param name="Folder">Where relative paths in it start.</param>
internal sealed record CellSource(string Name, CellCode Code, string Folder)
{
    private readonly string[] lines = Code.Text.Split('\n');

    /// <summary>The text of a line, counted from 1; null when there is none.</summary>
    public string? Line(int number) => lines.ElementAtOrDefault(number - 1);
}
