using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Terminal text as HTML: colours and weights become spans, other escape sequences go, a line overwritten after a
/// carriage return shows its last state.
/// </summary>
internal static partial class AnsiText
{
    /// <summary>The text as HTML, escaped.</summary>
    public static string ToHtml(string text)
    {
        var html = new StringBuilder();
        var style = new Style();
        string open = "";
        int position = 0;
        text = Overwritten().Replace(text.Replace("\r\n", "\n", StringComparison.Ordinal), "");
        foreach (Match escape in Escape().Matches(text))
        {
            Write(text[position..escape.Index]);
            position = escape.Index + escape.Length;
            if (escape.Groups["sgr"].Success)
                style = style.With(escape.Groups["sgr"].Value);
        }

        Write(text[position..]);
        return html.ToString();

        void Write(string part)
        {
            if (part.Length == 0)
                return;
            open = style.Attributes;
            string escaped = WebUtility.HtmlEncode(Control().Replace(part, ""));
            html.Append(open.Length == 0 ? escaped : $"<span{open}>{escaped}</span>");
        }
    }

    /// <summary>How the next characters look: ECMA-48's SGR state, as far as terminals agree on it.</summary>
    private readonly record struct Style(string Colour, string Ground, bool Bold, bool Italic, bool Underlined)
    {
        public string Attributes
        {
            get
            {
                string?[] names =
                [
                    Named("fg", Colour), Named("bg", Ground), Bold ? "bold" : null, Italic ? "italic" : null,
                    Underlined ? "underlined" : null,
                ];
                string classes = string.Join(' ', names.OfType<string>());
                string inline = Inline("color", Colour) + Inline("background", Ground);
                return (classes.Length == 0 ? "" : $" class=\"{classes}\"") + (inline.Length == 0 ? "" : $" style=\"{inline}\"");
            }
        }

        public Style With(string parameters)
        {
            int[] codes = [.. parameters.Split(';', ':').Select(p => int.TryParse(p, CultureInfo.InvariantCulture, out int n) ? n : 0)];
            Style style = this;
            for (int i = 0; i < codes.Length; i++)
            {
                style = codes[i] switch
                {
                    0 => default,
                    1 => style with { Bold = true },
                    3 => style with { Italic = true },
                    4 => style with { Underlined = true },
                    22 => style with { Bold = false },
                    23 => style with { Italic = false },
                    24 => style with { Underlined = false },
                    38 => style with { Colour = Extended(codes, ref i) },
                    48 => style with { Ground = Extended(codes, ref i) },
                    39 => style with { Colour = "" },
                    49 => style with { Ground = "" },
                    >= 30 and <= 37 => style with { Colour = Name(codes[i] - 30) },
                    >= 90 and <= 97 => style with { Colour = Name(codes[i] - 82) },
                    >= 40 and <= 47 => style with { Ground = Name(codes[i] - 40) },
                    >= 100 and <= 107 => style with { Ground = Name(codes[i] - 92) },
                    _ => style,
                };
            }

            return style;
        }

        private static string? Named(string kind, string? colour) =>
            string.IsNullOrEmpty(colour) || colour[0] == '#' ? null : kind + colour;

        private static string Inline(string property, string? colour) =>
            colour is ['#', ..] ? $"{property}:{colour};" : "";

        /// <summary>38;5;n, a palette of 256, and 38;2;r;g;b.</summary>
        private static string Extended(int[] codes, ref int i)
        {
            if (i + 2 < codes.Length && codes[i + 1] == 5)
            {
                int n = Math.Clamp(codes[i += 2], 0, 255);
                return n < 16 ? Name(n)
                    : n >= 232 ? Rgb(8 + 10 * (n - 232), 8 + 10 * (n - 232), 8 + 10 * (n - 232))
                    : Rgb(Level((n - 16) / 36), Level((n - 16) / 6 % 6), Level((n - 16) % 6));
            }

            if (i + 4 < codes.Length && codes[i + 1] == 2)
            {
                i += 4;
                return Rgb(codes[i - 2], codes[i - 1], codes[i]);
            }

            return "";
        }

        private static int Level(int step) => step == 0 ? 0 : 55 + 40 * step;

        private static string Name(int n) => n.ToString(CultureInfo.InvariantCulture);

        private static string Rgb(int r, int g, int b) => $"#{(byte)r:x2}{(byte)g:x2}{(byte)b:x2}";
    }

    [GeneratedRegex(@"\x1b(?:\[(?:(?<sgr>[0-9;:]*)m|[0-?]*[ -/]*[@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_=>])")]
    private static partial Regex Escape();

    [GeneratedRegex(@"[^\n]*\r(?!\n|$)")]
    private static partial Regex Overwritten();

    [GeneratedRegex(@"[\x00-\x08\x0b-\x1f\x7f]")]
    private static partial Regex Control();
}
