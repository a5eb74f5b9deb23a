namespace ConvNotebooks.Notebooks;

/// <summary>What a cell calls to ask the person at the notebook; imported into every C# cell.</summary>
public static class CellInput
{
    /// <summary>Who is asked: takes the prompt, and whether the answer is hidden while it is typed.</summary>
    public static Func<string, bool, string> Source { get; set; } = (prompt, _) => throw new InvalidOperationException(
        $"Input: nobody is there to answer \"{prompt}\". Run the cell in a notebook, or give it its value in code.");

    /// <summary>Asks for one line.</summary>
    /// <param name="prompt">What the person reads.</param>
    /// <exception cref="InvalidOperationException">Nobody can be asked.</exception>
    public static string Input(string prompt = "") => Source(prompt, false);

    /// <summary>Asks for one line that is not shown while it is typed, nor kept in the notebook.</summary>
    /// <param name="prompt">What the person reads.</param>
    /// <exception cref="InvalidOperationException">Nobody can be asked.</exception>
    public static string Password(string prompt = "") => Source(prompt, true);
}
