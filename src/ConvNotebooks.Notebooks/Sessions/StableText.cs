using System.Text.RegularExpressions;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Takes out of a text what differs between runs though nothing changed: the names that C# scripting gives its generated
/// classes and assemblies, Windows line ends, and the folder the notebook happens to lie in.
/// </summary>
internal static partial class StableText
{
    public static string Clean(string text)
    {
        if (text.Contains('\r', StringComparison.Ordinal))
            text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (!text.Contains('#', StringComparison.Ordinal))
            return text;
        text = Submission().Replace(text, "");
        text = AnonymousType().Replace(text, "AnonymousType");
        return ScriptAssembly().Replace(text, "cell");
    }

    /// <summary>The text with paths below a folder made relative to it.</summary>
    public static string Relative(string text, string folder) => folder.Length <= 1
        ? text
        : text.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    [GeneratedRegex(@"Submission#\d+(\+|\.|(?!\w))")]
    private static partial Regex Submission();

    [GeneratedRegex(@"(<>|&lt;&gt;)f__AnonymousType\d+(#\d+)?")]
    private static partial Regex AnonymousType();

    [GeneratedRegex(@"ℛ\*[0-9a-fA-F-]{36}#\d+-\d+(\.dll)?")]
    private static partial Regex ScriptAssembly();
}
