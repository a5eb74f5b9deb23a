using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ConvNotebooks.Notebooks;

/// <summary>Shows what a cell put out, each value in the richest form that a page without requests can show.</summary>
/// <param name="markdown">Renders outputs that are Markdown.</param>
internal sealed partial class OutputHtml(MarkdownHtml markdown)
{
    private const string Chart = "application/vnd.plotly.v1+json";

    private static readonly string[] Pictures = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"];

    /// <summary>Whether a chart has been rendered, so that the page needs the charts' scripts.</summary>
    public bool HasCharts { get; private set; }

    /// <summary>The scripts of the players that were rendered, each once; they come from our own library, and no others run.</summary>
    public List<string> Players { get; } = [];

    /// <summary>One output as HTML.</summary>
    public string Render(Output output) => output switch
    {
        StreamOutput stream => Framed(
            stream.Name == "stderr" ? "stream stderr" : "stream", Pre(AnsiText.ToHtml(stream.Text))),
        DisplayOutput display => Framed("value", Value(display.Data, display.Metadata)),
        ResultOutput result => Framed("value", Value(result.Data, result.Metadata), result.ExecutionCount),
        ErrorOutput error => Framed("error", Pre(AnsiText.ToHtml(Message(error)))),
        _ => "",
    };

    private static string Framed(string kind, string content, int? count = null)
    {
        string label = count is null ? "" : string.Create(CultureInfo.InvariantCulture, $"<span class=\"count\">Out\u00a0[{count}]</span>");
        return $"<div class=\"output {kind}\">{label}{content}</div>\n";
    }

    private static string Message(ErrorOutput error) =>
        error.Traceback.Count > 0 ? string.Join('\n', error.Traceback) : $"{error.Name}: {error.Value}";

    private string Value(MimeBundle data, JsonObject metadata)
    {
        if (data.Json(Chart) is JsonObject figure)
            return Figure(figure, data, metadata);
        if (data.Text("text/html") is { } html)
            return $"<div class=\"html\" tabindex=\"0\">{NotebookLink().Replace(WithoutPlayer(html), ".html")}</div>";
        if (Picture(data, metadata) is { } picture)
            return picture;
        if (data.Text("text/markdown") is { } prose)
            return $"<div class=\"prose\">{markdown.Render(prose, null)}</div>";
        if (data.Text("text/latex") is { } latex)
            return FormulaHtml.Of(latex.Trim().Trim('$'), block: true);
        return Pre(AnsiText.ToHtml(data.Text("text/plain") ?? data.Text("application/json") ?? Unknown(data)));
    }

    private string WithoutPlayer(string html)
    {
        foreach (string script in Interactive.Players.Scripts)
        {
            string element = $"<script>{script}</script>";
            if (!html.Contains(element, StringComparison.Ordinal))
                continue;
            if (!Players.Contains(script))
                Players.Add(script);
            html = html.Replace(element, "", StringComparison.Ordinal);
        }

        return html;
    }

    private static string Unknown(MimeBundle data) => $"[{string.Join(", ", data.Types)}: this page cannot show it]";

    /// <summary>The figure stands in a script element that does not run; JSON's own escapes keep it inside.</summary>
    private string Figure(JsonObject figure, MimeBundle data, JsonObject metadata)
    {
        HasCharts = true;
        string twin = Picture(data, metadata) ?? Pre(AnsiText.ToHtml(data.Text("text/plain") ?? "A chart, which needs JavaScript."));
        return $"<div class=\"chart\"><div></div><script type=\"application/json\">{figure.ToJsonString()}</script>"
            + $"<noscript>{twin}</noscript></div>";
    }

    private static string? Picture(MimeBundle data, JsonObject metadata)
    {
        string? type = Array.Find(Pictures, data.Has);
        if (type is null)
            return null;
        JsonObject notes = metadata[type] as JsonObject ?? metadata;
        string source = type == "image/svg+xml"
            ? DataUri.Of(type, System.Text.Encoding.UTF8.GetBytes(data.Text(type)!))
            : DataUri.OfBase64(type, data.Text(type)!);
        string alt = notes["alt"] is JsonValue value && value.TryGetValue(out string? words) ? words
            : (data.Text("text/plain") ?? "").Split('\n')[0];
        return $"<img src=\"{source}\" alt=\"{WebUtility.HtmlEncode(alt)}\"{Side(notes, "width")}{Side(notes, "height")}>";
    }

    private static string Side(JsonObject notes, string side) =>
        notes[side] is JsonValue value && value.TryGetValue(out int pixels) && pixels > 0
            ? string.Create(CultureInfo.InvariantCulture, $" {side}=\"{pixels}\"")
            : "";

    /// <summary>The name's end in a link to a notebook beside this one; its page lies beside this page.</summary>
    [GeneratedRegex("""(?<=<a href="[^":?#]*)\.ipynb(?=["#])""")]
    private static partial Regex NotebookLink();

    private static string Pre(string html) => $"<pre tabindex=\"0\">{html}</pre>";
}
