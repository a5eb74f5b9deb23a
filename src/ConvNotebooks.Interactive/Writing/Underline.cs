namespace ConvNotebooks.Interactive;

/// <summary>A line of a text as errors show it, a part of it underlined.</summary>
internal static class Underline
{
    /// <summary>The line, and the line of <c>^</c> under it; tabs stay tabs, so that these stand where they should.</summary>
    /// <param name="line">The line.</param>
    /// <param name="start">The first character to underline, from 0.</param>
    /// <param name="length">How many; what reaches past the line's end is left out.</param>
    /// <param name="margin">Spaces before both lines.</param>
    public static string[] Lines(string line, int start, int length, int margin)
    {
        var text = line.TrimEnd('\r');
        var from = Math.Clamp(start, 0, text.Length);
        var indent = string.Concat(text[..from].Select(c => c == '\t' ? '\t' : ' '));
        var before = new string(' ', margin);
        return [before + text, before + indent + new string('^', Math.Clamp(length, 1, Math.Max(1, text.Length - from)))];
    }

    /// <summary>The line of a text in the notation with the mistake in it underlined; none where the text has no such line.</summary>
    /// <param name="notation">What was read.</param>
    /// <param name="mistake">What is wrong with it.</param>
    /// <param name="margin">Spaces before both lines.</param>
    public static string[] Lines(string? notation, NotationException mistake, int margin) =>
        notation?.Split('\n').ElementAtOrDefault(mistake.Line - 1) is { } line
            ? Lines(line, mistake.Column - 1, mistake.Length, margin)
            : [];
}
