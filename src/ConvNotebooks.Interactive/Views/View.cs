using ConvNotebooks.Interactive.Views;
using Microsoft.DotNet.Interactive.Formatting;

namespace ConvNotebooks.Interactive;

/// <summary>
/// What one value looks like, in one or more forms. A view is a pure function of its value: same value, same bytes, on
/// any machine and under any culture.
/// </summary>
/// <param name="Text">Plain text, useful on its own: in a terminal, a diff, a mail.</param>
/// <example><c>Formatters.Register&lt;Grid&gt;(g => new View(g.ToString()) { Html = View.Escape(g.Title) });</c></example>
[TypeFormatterSource(typeof(ViewSource), PreferredMimeTypes = [Mime.Html, Mime.Png, Mime.Text])]
public sealed record View(string Text)
{
    /// <summary>A fragment of HTML without scripts and outside resources; null when text says it all.</summary>
    public string? Html { get; init; }

    /// <summary>
    /// JavaScript that makes a player of the HTML, without outside resources; null for none. The HTML shows everything that
    /// matters without it, because many sites strip scripts.
    /// </summary>
    public string? Script { get; init; }

    /// <summary>The bytes of a PNG file; null for none.</summary>
    public byte[]? Png { get; init; }

    /// <summary>An SVG element with presentation attributes alone; null for none.</summary>
    public string? Svg { get; init; }

    /// <summary>A Plotly figure as JSON; null for none.</summary>
    public string? Plotly { get; init; }

    /// <summary>
    /// The content for a MIME type, a picture as base64; null when the view has no such form. HTML is always there: made of
    /// the picture or the text where the view has none of its own.
    /// </summary>
    /// <param name="mimeType">One of <see cref="Mime"/>; null for any other.</param>
    public string? Content(string mimeType) => mimeType switch
    {
        Mime.Text => Text,
        Mime.Html when Script is not null => $"{Html}<script>{Script}</script>",
        Mime.Html => Html ?? PictureAsHtml ?? $"<pre>{Escape(Text)}</pre>",
        Mime.Png => Png is null ? null : Convert.ToBase64String(Png),
        Mime.Svg => Svg,
        Mime.Plotly => Plotly,
        _ => null,
    };

    /// <summary>Text with the characters that HTML and SVG take for markup escaped.</summary>
    /// <param name="text">Any text.</param>
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal);

    private string? PictureAsHtml => Svg
        ?? (Png is null ? null : $"<img alt=\"{Escape(Text)}\" src=\"data:image/png;base64,{Convert.ToBase64String(Png)}\"/>");
}

/// <summary>The MIME types that a <see cref="View"/> can be shown as.</summary>
public static class Mime
{
    /// <summary>Plain text.</summary>
    public const string Text = "text/plain";

    /// <summary>A fragment of HTML.</summary>
    public const string Html = "text/html";

    /// <summary>A PNG picture, as base64.</summary>
    public const string Png = "image/png";

    /// <summary>An SVG picture.</summary>
    public const string Svg = "image/svg+xml";

    /// <summary>A Plotly figure, as JSON.</summary>
    public const string Plotly = "application/vnd.plotly.v1+json";
}
