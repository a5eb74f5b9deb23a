using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// The frame of every page: title, styles, scripts, and a content security policy that forbids requests and lets no
/// script run but those whose hashes it names.
/// </summary>
internal static class HtmlPage
{
    private static readonly Lazy<string> Style = new(() => Resource("page.css"));

    /// <summary>A whole page.</summary>
    /// <param name="title">The title, as plain text.</param>
    /// <param name="content">The body, as HTML.</param>
    /// <param name="charts">Whether the body has charts to draw.</param>
    /// <param name="players">The scripts of the players in the body.</param>
    public static string Render(string title, string content, bool charts, params IReadOnlyList<string> players)
    {
        string[] scripts = [.. charts ? [PlotlyScript.Library, PlotlyScript.Draw] : Array.Empty<string>(), .. players];
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy(scripts, charts)}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <style>
            {Style.Value}</style>
            </head>
            <body>
            <a class="skip" href="#content">Skip to the content</a>
            {content}{string.Concat(scripts.Select(script => $"<script>{script}</script>\n"))}</body>
            </html>

            """;
    }

    /// <summary>One of the files that this folder embeds, its line ends as LF.</summary>
    public static string Resource(string name)
    {
        using Stream stream = typeof(HtmlPage).Assembly.GetManifestResourceStream($"ConvNotebooks.Notebooks.Export.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>Plotly compiles the shaders of its WebGL charts at run time, hence <c>'unsafe-eval'</c> beside the hashes.</summary>
    private static string Policy(string[] scripts, bool charts)
    {
        IEnumerable<string> hashes = scripts.Select(script =>
            $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'");
        string allowed = scripts.Length == 0 ? "'none'" : string.Join(' ', [.. hashes, .. charts ? ["'unsafe-eval'"] : Array.Empty<string>()]);
        return "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data: blob:; font-src data:; "
            + $"style-src 'unsafe-inline'; script-src {allowed}";
    }
}
