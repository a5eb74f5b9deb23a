namespace ConvNotebooks.Notebooks;

/// <summary>Something on display that can be replaced, from the same cell or a later one.</summary>
public sealed class DisplayHandle
{
    internal DisplayHandle(string id) => Id = id;

    /// <summary>The display's name while the session lives; it is never written to a file.</summary>
    public string Id { get; }

    /// <summary>Shows another value in the display's place.</summary>
    /// <param name="value">Any value.</param>
    public void Update(object? value) => Replace(MimeBundles.Of(value));

    /// <summary>Shows another value in the display's place, as one MIME type.</summary>
    /// <param name="value">A string is content of that type; see <see cref="CellDisplay.Display(object, string)"/>.</param>
    /// <param name="mimeType">The type, such as <c>text/html</c>.</param>
    /// <exception cref="ArgumentException">The type is no MIME type, or nothing formats the value as it.</exception>
    public void Update(object? value, string mimeType) => Replace(MimeBundles.Of(value, mimeType));

    private void Replace(MimeBundle data) =>
        CellOutput.Current?.Show(new UpdateDisplayEvent(data, [], Id), data);
}
