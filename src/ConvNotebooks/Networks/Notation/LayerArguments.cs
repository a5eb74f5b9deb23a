using System.Globalization;

namespace ConvNotebooks;

/// <summary>The arguments of one layer in the notation, taken one after the other.</summary>
internal sealed class LayerArguments(LayerNode node)
{
    private readonly List<Token> rest = [.. node.Arguments];

    /// <summary>The next argument as a whole number of at least 1, such as a number of filters.</summary>
    internal int Number(string what)
    {
        var token = Take(what);
        return Parse(token, token.Text, what);
    }

    /// <summary>The next argument as WxH or one number for both.</summary>
    internal PerAxis Size(string what)
    {
        var token = Take(what);
        return Axes(token, token.Text, what);
    }

    /// <summary>The next argument as WxHxD.</summary>
    internal Shape Volume()
    {
        var token = Take("volume, such as 32x32x3");
        var sides = Split(token.Text, 'x');
        return sides.Length == 3
            ? new(Parse(token, sides[0], "width"), Parse(token, sides[1], "height"), Parse(token, sides[2], "depth"))
            : throw token.Error($"'{token.Text}' is no volume. Write width x height x depth without blanks, such as 32x32x3.");
    }

    /// <summary>An option such as s2 or s2x1, wherever it stands; null when it is not there.</summary>
    internal PerAxis? PerAxis(char letter, string what) =>
        Option(letter) is { } token ? Axes(token, token.Text[1..], what) : null;

    /// <summary>An option such as g2; null when it is not there.</summary>
    internal int? Number(char letter, string what) =>
        Option(letter) is { } token ? Parse(token, token.Text[1..], what) : null;

    /// <summary>The next argument as a number that need not be whole, such as a slope.</summary>
    internal double Decimal(string what)
    {
        var token = Take(what);
        return ParseDecimal(token, token.Text, what);
    }

    /// <summary>An option such as a0.0001; null when it is not there.</summary>
    internal double? Decimal(char letter, string what) =>
        Option(letter) is { } token ? ParseDecimal(token, token.Text[1..], what) : null;

    /// <summary>The padding: p1, p0:1 (before and after), p1x0 (width and height), p0:1x1:0.</summary>
    internal Padding2d Padding()
    {
        if (Option('p') is not { } token)
            return default;
        var axes = Split(token.Text[1..], 'x');
        return axes.Length switch
        {
            1 => Side(token, axes[0]),
            2 => new Padding2d(Side(token, axes[0]), Side(token, axes[1])),
            _ => throw token.Error($"'{token.Text}' is no padding. Write p1, p0:1 (before:after) or p1x0 (width x height)."),
        };
    }

    /// <summary>Whether a word such as nobias is there.</summary>
    internal bool Flag(string word)
    {
        var index = rest.FindIndex(t => t.Text.Equals(word, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
            rest.RemoveAt(index);
        return index >= 0;
    }

    /// <summary>The fit policy that is named, Throw when none is.</summary>
    internal FitPolicy Fit() =>
        Enum.GetValues<FitPolicy>().FirstOrDefault(policy => Flag(policy.ToString()), FitPolicy.Throw);

    /// <summary>Raises an error for an argument that nobody took.</summary>
    internal void End(string form)
    {
        if (rest.Count == 0)
            return;
        throw rest[0].Text.All(c => c is '-' or '>' or '=' or '–')
            ? rest[0].Error($"'{rest[0].Text}' joins no layers. Join them with ->.")
            : rest[0].Error($"{node.Word.Text.ToUpperInvariant()} has no argument '{rest[0].Text}'. Write {form}.");
    }

    private Token Take(string what)
    {
        if (rest.Count == 0 || !char.IsAsciiDigit(rest[0].Text[0]) && rest[0].Text[0] is not ('-' or '+'))
        {
            throw node.Word.Error($"{node.Word.Text.ToUpperInvariant()} needs a {what}. "
                + $"Write {LayerWords.Form(node.Word)}.");
        }

        var token = rest[0];
        rest.RemoveAt(0);
        return token;
    }

    private Token? Option(char letter)
    {
        var index = rest.FindIndex(t =>
            t.Text.Length > 1 && char.ToLowerInvariant(t.Text[0]) == letter && (char.IsAsciiDigit(t.Text[1]) || t.Text[1] is '-' or '+'));
        if (index < 0)
            return null;
        var token = rest[index];
        rest.RemoveAt(index);
        return token;
    }

    private static PerAxis Axes(Token token, string text, string what)
    {
        var axes = Split(text, 'x');
        return axes.Length switch
        {
            1 => Parse(token, axes[0], what),
            2 => (Parse(token, axes[0], what), Parse(token, axes[1], what)),
            _ => throw token.Error($"'{token.Text}' is no {what}. Write one number, or width x height, such as 5x3."),
        };
    }

    private static Padding Side(Token token, string text)
    {
        var sides = text.Split(':');
        return sides.Length switch
        {
            1 => Parse(token, sides[0], "padding", least: 0),
            2 => (Parse(token, sides[0], "padding", least: 0), Parse(token, sides[1], "padding", least: 0)),
            _ => throw token.Error($"'{token.Text}' is no padding. Write p1, p0:1 (before:after) or p1x0 (width x height)."),
        };
    }

    private static int Parse(Token token, string text, string what, int least = 1) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw token.Error($"'{text}' is no {what}. Write a whole number from {least} to {int.MaxValue}.");

    private static double ParseDecimal(Token token, string text, string what) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw token.Error($"'{text}' is no {what}. Write a number with a decimal point, such as 0.5.");

    private static string[] Split(string text, char separator) => text.ToLowerInvariant().Split(separator);
}
