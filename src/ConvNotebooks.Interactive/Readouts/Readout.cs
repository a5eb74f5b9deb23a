using System.Buffers.Binary;
using ConvNotebooks.Interactive.Views;

namespace ConvNotebooks.Interactive.Readouts;

/// <summary>
/// A picture that tells its values: the map, the place and the value under the pointer, and from the keyboard. Without
/// scripts the picture alone is there.
/// </summary>
internal static class Readout
{
    /// <summary>A view of a picture; the HTML has the PNG once more, with the areas' values.</summary>
    /// <param name="text">What the picture shows, in words.</param>
    /// <param name="png">The bytes of a PNG file.</param>
    /// <param name="areas">Where its values are; none for a picture that only shows.</param>
    /// <param name="below">A table to stand below the picture; null for none.</param>
    public static View Of(string text, byte[] png, IReadOnlyList<ReadoutArea> areas, Table? below = null) => areas.Count == 0
        ? new(text) { Png = png }
        : new(text)
        {
            Html = new Fragment().Raw(Element(text.Split('\n')[0], png, areas)).Raw(below?.ToHtml() ?? "").ToString(),
            Script = Players.Readouts,
            Png = png,
        };

    /// <summary>The picture as an element of a larger view, which has to bring <see cref="Players.Readouts"/>.</summary>
    public static string Element(string words, byte[] png, IReadOnlyList<ReadoutArea> areas)
    {
        var data = new ReadoutData(areas);
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        return $"<div class=\"cnv-readout\" data-kind=\"{data.Kind}\" data-areas='{View.Escape(data.Areas).Replace("&quot;", "\"", StringComparison.Ordinal)}' "
            + $"data-values=\"{data.Values}\"{(data.Palettes.Length == 0 ? "" : $" data-palettes=\"{data.Palettes}\"")} data-note=\"{data.Note}\"><img width=\"{width}\" height=\"{height}\" alt=\"{View.Escape(words)}\" "
            + $"src=\"data:image/png;base64,{Convert.ToBase64String(png)}\"/></div>";
    }
}
