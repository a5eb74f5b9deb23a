using System.Globalization;
using System.Text.RegularExpressions;

namespace ConvNotebooks.Tiles;

/// <summary>C# text that is made of parts.</summary>
internal static class Text
{
    // Of lines that are not empty.
    private static readonly Regex LineStarts = new("\n(?!\n)");

    /// <summary>
    /// A template with its parts put in. Every line of a part stands as deep as the place it is put at; a line of the template
    /// whose parts are empty is left out.
    /// </summary>
    public static string Code(FormattableString template) => string.Join("\n",
        from line in template.Format.Split('\n')
        let indent = line.Substring(0, line.Length - line.TrimStart(' ').Length)
        let parts = Array.ConvertAll(template.GetArguments(), part => LineStarts.Replace($"{part}", "\n" + indent))
        let filled = string.Format(CultureInfo.InvariantCulture, line, parts)
        where line.Length == 0 || filled.Trim().Length > 0
        select filled);

    /// <summary>Parts one below the other.</summary>
    public static string Lines(IEnumerable<string> parts) => string.Join("\n", parts.Where(part => part.Length > 0));

    /// <summary>A part for each of the numbers from 0.</summary>
    public static string Each(int count, Func<int, string> part) => Lines(Enumerable.Range(0, count).Select(part));

    /// <summary>A part that is only for some tiles; for all, where the condition is empty.</summary>
    public static string If(string condition, string part) =>
        condition.Length == 0 || part.Length == 0 ? part
        : part.Contains("\n") ? Code($$"""
            if ({{condition}})
            {
                {{part}}
            }
            """)
        : Code($$"""
            if ({{condition}})
                {{part}}
            """);

    /// <summary>A value that is only for some tiles.</summary>
    public static string ValueIf(string condition, string value) => condition.Length == 0 ? value : $"{condition} ? {value} : default";

    /// <summary>Two conditions, each empty where it always holds.</summary>
    public static string And(string one, string other) => one.Length == 0 ? other : other.Length == 0 ? one : $"{one} && {other}";

    /// <summary>Where something lies so many steps further on.</summary>
    public static string At(string first, int steps, string step) => steps switch
    {
        0 => first,
        1 => $"{first} + {step}",
        _ => $"{first} + {steps} * {step}",
    };
}
