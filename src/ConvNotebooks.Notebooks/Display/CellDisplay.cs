namespace ConvNotebooks.Notebooks;

/// <summary>
/// What a cell calls to show something before it ends; imported into every C# cell, so that <c>Display(x)</c> suffices.
/// </summary>
public static class CellDisplay
{
    private static int s_count;

    /// <summary>Shows a value in the MIME types that its formatters write, plain text among them.</summary>
    /// <param name="value">Any value; null is shown as <c>&lt;null&gt;</c>.</param>
    /// <returns>A handle by which this or a later cell replaces what is shown.</returns>
    public static DisplayHandle Display(object? value) => Show(MimeBundles.Of(value));

    /// <summary>Shows a value as one MIME type.</summary>
    /// <param name="value">
    /// A string is taken as content of that type (base64 for a picture), a byte array is written as base64, anything
    /// else goes through its formatter for that type.
    /// </param>
    /// <param name="mimeType">The type, such as <c>text/html</c>.</param>
    /// <returns>A handle by which this or a later cell replaces what is shown.</returns>
    /// <exception cref="ArgumentException">The type is no MIME type, or nothing formats the value as it.</exception>
    public static DisplayHandle Display(object? value, string mimeType) => Show(MimeBundles.Of(value, mimeType));

    /// <summary>Removes what this cell has put out so far.</summary>
    /// <param name="wait">True keeps it until the next output comes, so that nothing flickers.</param>
    public static void ClearOutput(bool wait = false) => CellOutput.Current?.Clear(wait);

    private static DisplayHandle Show(MimeBundle data)
    {
        var handle = new DisplayHandle($"display-{Interlocked.Increment(ref s_count)}");
        if (CellOutput.Current is { } cell)
            cell.Show(new DisplayEvent(data, [], handle.Id), data);
        else
            Console.WriteLine(data.Text("text/plain") ?? $"[{string.Join(", ", data.Types)}]");
        return handle;
    }
}
