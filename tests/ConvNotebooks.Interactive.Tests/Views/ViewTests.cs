using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive.Formatting;

namespace ConvNotebooks.Interactive.Tests;

public sealed partial class ViewTests
{
    public ViewTests() => Formatters.Register();

    public static TheoryData<string> Names => Samples.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_view_is_as_approved(string name) => Approval.Matches(name, Show(Samples.Make(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_view_made_twice_has_the_same_bytes(string name) =>
        Assert.Equal(Forms(Samples.Make(name)), Forms(Samples.Make(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_view_does_not_depend_on_the_culture(string name)
    {
        var before = CultureInfo.CurrentCulture;
        var expected = Forms(Samples.Make(name));
        try
        {
            // A culture with German separators made by hand: the suite runs without the system's culture data.
            var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            german.NumberFormat.NumberDecimalSeparator = ",";
            german.NumberFormat.NumberGroupSeparator = ".";
            german.NumberFormat.NegativeSign = "−";
            CultureInfo.CurrentCulture = german;
            Assert.Equal(expected, Forms(Samples.Make(name)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_view_always_has_text_and_its_markup_neither_scripts_nor_outside_resources(string name)
    {
        var forms = Forms(Samples.Make(name));
        Assert.NotEmpty(forms[Mime.Text]);
        Assert.DoesNotContain('\r', forms[Mime.Text]);
        if (forms.GetValueOrDefault(Mime.Html) is not { } html)
            return;
        if (PlayerScript().Match(html) is { Success: true } player)
        {
            // A player may run a script at its end; it fetches nothing, and the picture and the text are there without it.
            Assert.DoesNotMatch(Fetching(), player.Value);
            Assert.True(forms.ContainsKey(Mime.Png));
            html = html[..player.Index] + html[(player.Index + player.Length)..];
        }

        Assert.DoesNotMatch(Forbidden(), html);
    }

    [Fact]
    public void The_style_sheet_is_as_approved_and_each_rule_keeps_to_the_fragment()
    {
        var rules = OurStyle["<style>".Length..^"</style>".Length].Replace("}", "}\n", StringComparison.Ordinal);
        Approval.Matches("StyleSheet", rules);
        Assert.All(rules.TrimEnd().Split('\n').SelectMany(r => r[..r.IndexOf('{', StringComparison.Ordinal)].Split(',')),
            selector => Assert.StartsWith(".convnotebooks", selector, StringComparison.Ordinal));
    }

    [Fact]
    public void Markup_in_a_value_is_escaped()
    {
        var html = new Comparison("<script>alert(1)</script>").Row("a & b", "\"", "'").ToDisplayString(Mime.Html);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("a &amp; b", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(Forbidden(), html);
    }

    [Fact]
    public void A_large_tensor_is_shown_in_few_words()
    {
        var tensor = new Tensor(1, 3, 2000, 3000);
        foreach (var (type, content) in Forms(tensor).Concat(Forms(tensor.Volume())))
            Assert.True(content.Length < 12_000, $"{type} has {content.Length} characters");
        Assert.True(tensor.ToImage().Png.Length < 50_000);
        Assert.True(tensor.ToMaps().Png.Length < 50_000);
        Assert.True(Charts.HeatMap(tensor, "large").ToDisplayString(Mime.Plotly).Length < 60_000);
    }

    [Fact]
    public void A_view_without_html_is_shown_by_its_picture_or_text()
    {
        Assert.Equal("<pre>1 &lt; 2</pre>", new View("1 < 2").Content(Mime.Html));
        Assert.Equal("<svg/>", new View("s") { Svg = "<svg/>" }.Content(Mime.Html));
        Assert.Equal("<img alt=\"p\" src=\"data:image/png;base64,AQI=\"/>", new View("p") { Png = [1, 2] }.Content(Mime.Html));
        Assert.Null(new View("p").Content(Mime.Png));
        Assert.Null(new View("p").Content("application/pdf"));
    }

    private static string OurStyle { get; } = new Fragment().ToString()["<div class=\"convnotebooks\">".Length..^"</div>".Length];

    private static Dictionary<string, string> Forms(object value) => Formatter.GetPreferredMimeTypesFor(value.GetType())
        .Select(m => (Type: m, Content: Stylesheet().Replace(value.ToDisplayString(m), ""))).Where(f => f.Content.Length > 0)
        .ToDictionary(f => f.Type, f => f.Content);

    /// <summary>Every form one after the other, the style sheet left out; of a picture its size and a hash of its pixels.</summary>
    private static string Show(object value)
    {
        var text = new StringBuilder();
        foreach (var (type, content) in Forms(value))
        {
            text.Append($"=== {type}\n").Append(
                type == Mime.Png ? new Pixels(Convert.FromBase64String(content)).ToString() : Shorter(content));
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The style sheet and the players' scripts by name, pictures by their pixels, values by their hash: what else is there is approved as it stands.</summary>
    private static string Shorter(string content)
    {
        foreach (var (name, script) in new[] { ("dot-product", Players.DotProducts), ("readout", Players.Readouts), ("slider", Players.Sliders) })
            content = content.Replace($"<script>{script}</script>", $"<script:{name}/>", StringComparison.Ordinal);
        content = PictureInside().Replace(content, p => new Pixels(Convert.FromBase64String(p.Value)).ToString());
        content = ValuesInside().Replace(content, v => Convert.FromBase64String(v.Value) is var bytes
            ? $"{bytes.Length} bytes, {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))[..16]}" : "");
        return content.Replace(OurStyle, "<style/>", StringComparison.Ordinal);
    }

    [GeneratedRegex("(?<=src=\"data:image/png;base64,)[^\"]+")]
    private static partial Regex PictureInside();

    [GeneratedRegex("(?<=data-values=\")[^\"]+")]
    private static partial Regex ValuesInside();

    /// <summary>The block that the formatting library appends to all HTML; ours, scoped, is left in place.</summary>
    [GeneratedRegex(@"<style>\s*\.dni-code-hint.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Stylesheet();

    [GeneratedRegex(@"(?<=</div>)<script>.*?</script>", RegexOptions.Singleline)]
    private static partial Regex PlayerScript();

    [GeneratedRegex(@"https?://|\bfetch\b|XMLHttpRequest|\bimport\b|\beval\b|innerHTML|src=", RegexOptions.IgnoreCase)]
    private static partial Regex Fetching();

    [GeneratedRegex(@"<script|javascript:|\son\w+=|https?://|url\(|@import|<link|<iframe", RegexOptions.IgnoreCase)]
    private static partial Regex Forbidden();
}
