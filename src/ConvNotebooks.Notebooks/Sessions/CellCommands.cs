using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// The <c>#!</c> lines of a cell. Each begins a section in another language up to the next such line, or is a command on
/// its own; both become C# code on the same lines, so that errors and traces name the line the person wrote.
/// </summary>
public static partial class CellCommands
{
    private const string Tools = "global::ConvNotebooks.Notebooks.CellTools";

    private static readonly Dictionary<string, string> MimeTypes = new()
    {
        ["html"] = "text/html",
        ["markdown"] = "text/markdown",
        ["javascript"] = "application/javascript",
        ["svg"] = "image/svg+xml",
    };

    private static readonly Dictionary<string, string> Calls = new()
    {
        ["time"] = $"{Tools}.Time();",
        ["who"] = $"{Tools}.Who();",
        ["whos"] = $"{Tools}.Whos();",
        ["about"] = $"{Tools}.About();",
        ["lsmagic"] = $"{Tools}.Commands();",
    };

    /// <summary>Every command, as <c>#!lsmagic</c> lists them.</summary>
    public static IReadOnlyList<string> Known { get; } =
        ["#!csharp", "#!net [--name variable]", .. MimeTypes.Keys.Concat(Calls.Keys).Select(name => $"#!{name}")];

    /// <summary>The C# code of a cell.</summary>
    /// <param name="code">The cell as written.</param>
    /// <returns>The same text where the cell has no <c>#!</c> lines; else code with as many lines.</returns>
    /// <exception cref="CellCommandException">A command is unknown, or its arguments are not its own.</exception>
    public static string ToCSharp(string code)
    {
        if (!code.Contains("#!", StringComparison.Ordinal))
            return code;
        string[] lines = code.Split('\n');
        var text = new StringBuilder();
        for (int i = 0; i < lines.Length;)
        {
            Match command = Command().Match(lines[i]);
            if (!command.Success)
            {
                text.Append(lines[i++]).Append('\n');
                continue;
            }

            int end = i + 1;
            while (end < lines.Length && !Command().IsMatch(lines[end]))
                end++;
            text.Append(Section(command, i + 1, string.Join('\n', lines[(i + 1)..end]), isLast: end == lines.Length, out bool isWhole)).Append('\n');
            i = isWhole ? end : i + 1;
        }

        return text.ToString(0, text.Length - 1);
    }

    /// <summary>The code that stands for a command line; with the lines after it where the section is its argument.</summary>
    private static string Section(Match command, int line, string body, bool isLast, out bool isWhole)
    {
        string name = command.Groups["name"].Value;
        string arguments = command.Groups["arguments"].Value.Trim();
        isWhole = name == "net" || MimeTypes.ContainsKey(name);
        if (name == "net")
            return Net(arguments, line, body, isLast);
        if (arguments.Length > 0)
            throw new CellCommandException($"line {line}: #!{name} came with \"{arguments}\"; it takes nothing. Leave that out.");
        if (MimeTypes.TryGetValue(name, out string? type))
            return $"{Tools}.Show({Literal(body)}, \"{type}\");";
        if (name == "csharp")
            return "";
        return Calls.TryGetValue(name, out string? call)
            ? call
            : throw new CellCommandException(
                $"line {line}: #!{name} is unknown; known are {string.Join(", ", Known)}. Write one of these.");
    }

    private static string Net(string arguments, int line, string body, bool isLast)
    {
        Match named = Name().Match(arguments);
        if (arguments.Length > 0 && (!named.Success || !SyntaxFacts.IsValidIdentifier(named.Groups["name"].Value)))
        {
            throw new CellCommandException(
                $"line {line}: #!net came with \"{arguments}\"; needed --name and a C# variable. Write such as #!net --name tiny.");
        }

        string variable = arguments.Length == 0 ? "net" : named.Groups["name"].Value;
        string shown = isLast ? $" {variable}" : "";
        return $"var {variable} = global::ConvNotebooks.Network.Parse({Literal(body)});{shown}";
    }

    /// <summary>The lines of a section as a literal that begins on the command's line and keeps theirs.</summary>
    private static string Literal(string body) =>
        $"@\"\n{body.Replace("\"", "\"\"", StringComparison.Ordinal)}\".Substring(1)";

    [GeneratedRegex(@"^#!(?<name>[A-Za-z]\w*)(?<arguments>(\s.*)?)$")]
    private static partial Regex Command();

    [GeneratedRegex(@"^--name\s+(?<name>\S+)$")]
    private static partial Regex Name();
}
