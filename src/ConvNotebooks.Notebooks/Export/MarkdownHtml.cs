using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Markdown as HTML: CommonMark with pipe tables, task lists, strike-through and formulas. Raw HTML is shown
/// as text except for a few tags without attributes, pictures are embedded, and links to other notebooks lead to their
/// pages.
/// </summary>
/// <param name="outline">Collects the headings.</param>
/// <param name="folder">Where relative pictures are read.</param>
internal sealed partial class MarkdownHtml(Outline outline, string folder)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseTaskLists().UseEmphasisExtras().UseAutoLinks().UseMathematics().Build();

    /// <summary>One cell's Markdown as HTML.</summary>
    /// <param name="source">The Markdown.</param>
    /// <param name="attachments">The cell's attached pictures, if any.</param>
    public string Render(string source, JsonObject? attachments)
    {
        MarkdownDocument document = Markdown.Parse(source, Pipeline);
        foreach (MarkdownObject node in document.Descendants().ToList())
        {
            if (node is HeadingBlock heading)
                heading.GetAttributes().Id = outline.Add(heading.Level, Words(heading.Inline)).Id;
            else if (node is LinkInline { IsImage: true } picture)
                Embed(picture, attachments);
            else if (node is LinkInline link)
                Redirect(link);
            else if (node is AutolinkInline { IsEmail: false } auto && !IsSafe(auto.Url))
                auto.ReplaceBy(new LiteralInline(auto.Url), copyChildren: false);
        }

        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<Markdig.Renderers.Html.Inlines.HtmlInlineRenderer>(new InlineTag());
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlBlockRenderer>(new BlockTag());
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathInlineRenderer>(new InlineFormula());
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathBlockRenderer>(new BlockFormula());
        renderer.Render(document);
        return writer.ToString();
    }

    /// <summary>The words of a heading or a picture's description, without markup.</summary>
    public static string Words(ContainerInline? inline) => inline is null ? "" : string.Concat(
        inline.Descendants().Select(node => node switch
        {
            LiteralInline text => text.Content.ToString(),
            CodeInline code => code.Content,
            MathInline formula => formula.Content.ToString(),
            HtmlEntityInline entity => entity.Transcoded.ToString(),
            LineBreakInline => " ",
            _ => "",
        }));

    private void Embed(LinkInline picture, JsonObject? attachments)
    {
        string url = Uri.UnescapeDataString(picture.Url ?? "");
        string? embedded = url.StartsWith("attachment:", StringComparison.Ordinal) ? Attached(attachments?[url[11..]] as JsonObject)
            : url.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase) ? picture.Url
            : HasScheme().IsMatch(url) || url.StartsWith("//", StringComparison.Ordinal) ? null
            : DataUri.OfFile(Path.Combine(folder, url.Split('?', '#')[0]));
        if (embedded is not null)
        {
            picture.Url = embedded;
            return;
        }

        // What cannot be embedded is named; what is on the web can be followed, but is not loaded.
        if (!IsSafe(url) || !HasScheme().IsMatch(url))
            picture.ReplaceBy(new LiteralInline($"[picture: {(Words(picture) is { Length: > 0 } alt ? alt : url)}]"), copyChildren: false);
        else
            picture.IsImage = false;
    }

    private static string? Attached(JsonObject? bundle)
    {
        foreach ((string type, JsonNode? content) in bundle ?? [])
        {
            if (DataUri.IsPicture(type) && content is JsonValue value && value.TryGetValue(out string? base64))
                return DataUri.OfBase64(type, base64);
        }

        return null;
    }

    private static void Redirect(LinkInline link)
    {
        string url = link.Url ?? "";
        if (!IsSafe(url))
            link.Url = "#";
        else if (!HasScheme().IsMatch(url))
            link.Url = NotebookFile().Replace(url, ".html");
    }

    private static bool IsSafe(string url) =>
        HasScheme().Match(url) is not { Success: true } scheme
        || scheme.Value.ToLowerInvariant() is "http:" or "https:" or "mailto:";

    /// <summary>Escaped HTML without comments, with the harmless tags, which carry no attributes, put back.</summary>
    private static string Harmless(string html) =>
        HarmlessTag().Replace(WebUtility.HtmlEncode(Comment().Replace(html, "")), "<$1>");

    [GeneratedRegex(@"^\s*[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex HasScheme();

    [GeneratedRegex(@"\.ipynb(?=$|#)")]
    private static partial Regex NotebookFile();

    [GeneratedRegex(@"&lt;(/?(?:br|hr|sub|sup|kbd|mark|small|b|i|u|s|em|strong|code|p|details|summary))\s*/?&gt;", RegexOptions.IgnoreCase)]
    private static partial Regex HarmlessTag();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    private sealed class InlineTag : HtmlObjectRenderer<HtmlInline>
    {
        protected override void Write(HtmlRenderer renderer, HtmlInline obj) => renderer.Write(Harmless(obj.Tag));
    }

    private sealed class BlockTag : HtmlObjectRenderer<HtmlBlock>
    {
        protected override void Write(HtmlRenderer renderer, HtmlBlock obj) =>
            renderer.WriteLine(Harmless(obj.Lines.ToString()));
    }

    private sealed class InlineFormula : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline obj) =>
            renderer.Write(FormulaHtml.Of(obj.Content.ToString(), block: obj.DelimiterCount == 2));
    }

    private sealed class BlockFormula : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock obj) =>
            renderer.WriteLine(FormulaHtml.Of(obj.Lines.ToString(), block: true));
    }
}
