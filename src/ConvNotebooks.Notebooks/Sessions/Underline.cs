namespace ConvNotebooks.Notebooks;

/// <summary>A line of code as errors show it, a part of it underlined.</summary>
internal static class Underline
{
    /// <summary>The line, and the line of <c>^</c> under it; tabs stay tabs, so that these stand where they should.</summary>
    /// <param name="line">The line.</param>
    /// <param name="start">The first character to underline, from 0.</param>
    /// <param name="length">How many; what reaches past the line's end is left out.</param>
    public static IEnumerable<string> Lines(string line, int start, int length)
    {
        string text = line.TrimEnd('\r');
        int from = Math.Clamp(start, 0, text.Length);
        string margin = string.Concat(text[..from].Select(c => c == '\t' ? '\t' : ' '));
        return [$"    {text}", $"    {margin}{new string('^', Math.Clamp(length, 1, Math.Max(1, text.Length - from)))}"];
    }
}
