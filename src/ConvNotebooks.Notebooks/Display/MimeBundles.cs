using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive.Formatting;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Asks Microsoft.DotNet.Interactive.Formatting for a value in every MIME type its formatters prefer, and always for
/// plain text. Left out are a form that its formatter leaves empty, HTML that says no more than the plain text does, and
/// the style block that the formatting library appends to every HTML value.
/// </summary>
public static partial class MimeBundles
{
    private const string Plain = "text/plain";

    /// <summary>A value as a MIME bundle; a formatter that fails leaves its error as text in the bundle.</summary>
    /// <param name="value">Any value.</param>
    public static MimeBundle Of(object? value)
    {
        var bundle = new MimeBundle();
        var errors = new List<string>();
        if (Known(value, errors) is { } known)
            return bundle.With(Plain, StableText.Clean(known));

        Type type = value?.GetType() ?? typeof(object);
        foreach (string mimeType in Formatter.GetPreferredMimeTypesFor(type).Append(Plain).Distinct())
            Add(bundle, mimeType, value, errors);
        if (bundle.Text("text/html") is { } html && SaysNoMore(html, bundle.Text(Plain) ?? ""))
            bundle = new MimeBundle().With(Plain, bundle.Text(Plain)!);
        if (errors.Count > 0)
            bundle.With(Plain, string.Join('\n', [.. errors, .. bundle.Has(Plain) ? [bundle.Text(Plain)!] : Array.Empty<string>()]));
        return bundle;
    }

    /// <summary>A value as one MIME type.</summary>
    /// <param name="value">A string is content of that type, a byte array becomes base64, the rest is formatted.</param>
    /// <param name="mimeType">The type, such as <c>text/html</c>.</param>
    /// <exception cref="ArgumentException">The type is no MIME type, or nothing formats the value as it.</exception>
    public static MimeBundle Of(object? value, string mimeType)
    {
        ArgumentNullException.ThrowIfNull(mimeType);
        if (!MimeType().IsMatch(mimeType))
        {
            throw new ArgumentException(
                $"Display: \"{mimeType}\" is no MIME type. Write one such as text/plain, text/html, text/latex, image/png.");
        }

        try
        {
            return new MimeBundle().With(mimeType, value switch
            {
                string content => content,
                byte[] bytes when !mimeType.StartsWith("text/", StringComparison.Ordinal) => Convert.ToBase64String(bytes),
                _ => Format(value, mimeType),
            });
        }
        catch (JsonException)
        {
            throw new ArgumentException($"Display: the content for {mimeType} is no JSON. Give it JSON text.");
        }
        catch (ArgumentException e) when (e.Message.Contains("formatter", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                $"Display: nothing formats a {value?.GetType().Name ?? "null"} as {mimeType}. "
                + "Give the content as a string, or register a formatter for that type.");
        }
    }

    /// <summary>The text of a value that needs no formatter; null for others, and where its own members throw.</summary>
    private static string? Known(object? value, List<string> errors)
    {
        try
        {
            return PlainValues.TextOf(value);
        }
        catch (Exception e)
        {
            errors.Add(StableText.Clean($"[the text of {value?.GetType().Name} failed: {e.GetType().Name}: {e.Message}]"));
            return null;
        }
    }

    private static void Add(MimeBundle bundle, string mimeType, object? value, List<string> errors)
    {
        try
        {
            string content = Format(value, mimeType);
            if (content.Length > 0 || mimeType == Plain)
                bundle.With(mimeType, content);
        }
        catch (Exception e)
        {
            Exception cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
            errors.Add(StableText.Clean(
                $"[the formatter of {value?.GetType().Name} for {mimeType} failed: {cause.GetType().Name}: {cause.Message}]"));
        }
    }

    private static string Format(object? value, string mimeType)
    {
        string text = StableText.Clean(Formatter.ToDisplayString(value, mimeType));
        return mimeType == "text/html" ? StyleBlock().Replace(text, "") : text;
    }

    private static bool SaysNoMore(string html, string plain)
    {
        string inside = PlainWrapping().Replace(html, "$1$2");
        return System.Net.WebUtility.HtmlDecode(inside) == plain;
    }

    [GeneratedRegex(@"^[a-z]+/[A-Za-z0-9][A-Za-z0-9.+_-]*$")]
    private static partial Regex MimeType();

    [GeneratedRegex(@"<style>\s*\.dni-code-hint.*?</style>", RegexOptions.Singleline)]
    private static partial Regex StyleBlock();

    [GeneratedRegex(@"^(?:<div class=""dni-plaintext""><pre>([^<]*)</pre></div>|<span>([^<]*)</span>)$")]
    private static partial Regex PlainWrapping();
}
