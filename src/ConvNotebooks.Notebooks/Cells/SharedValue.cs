using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// <c>#!set --name x --value @csharp:y</c> and <c>#!share --from csharp y --as x</c>, in .NET Interactive's words: gives the
/// language of its section a name for another's value. In C# that is a variable; in the notation it is the number of a
/// repetition, <c>[ ... ]*N</c>.
/// </summary>
/// <param name="Name">The name given.</param>
/// <param name="Value">The value, as C# code.</param>
internal sealed partial record SharedValue(string Name, string Value)
{
    public const string SetForm = "#!set --name variable --value @language:variable";
    public const string ShareForm = "#!share --from language variable [--as variable]";

    /// <summary>Reads the command.</summary>
    /// <param name="command"><c>set</c> or <c>share</c>.</param>
    /// <param name="arguments">What follows it.</param>
    /// <param name="line">Its line, for errors.</param>
    /// <returns>Null for any other command.</returns>
    /// <exception cref="CellCommandException">The arguments are not its own.</exception>
    public static SharedValue? Read(string command, string arguments, int line) => command switch
    {
        "set" => Set(arguments, line),
        "share" => Share(arguments, line),
        _ => null,
    };

    private static SharedValue Set(string arguments, int line)
    {
        Match match = SetArguments().Match(arguments);
        if (!match.Success || !IsName(match.Groups["name"].Value))
            throw Mistaken("set", arguments, SetForm, "#!set --name x --value @csharp:y", line);
        string name = match.Groups["name"].Value;
        string value = match.Groups["value"].Value;
        Match reference = Reference().Match(value);
        return reference.Success
            ? new(name, Variable(reference.Groups["language"].Value, reference.Groups["variable"].Value, line))
            : new(name, new Parameter(name, value).Literal(null));
    }

    private static SharedValue Share(string arguments, int line)
    {
        Match match = ShareArguments().Match(arguments);
        if (!match.Success || !IsName(match.Groups["variable"].Value))
            throw Mistaken("share", arguments, ShareForm, "#!share --from net tiny", line);
        string variable = match.Groups["variable"].Value;
        string name = match.Groups["name"] is { Success: true } other ? other.Value : variable;
        return new(name, Variable(match.Groups["language"].Value, variable, line));
    }

    /// <summary>Both languages keep their values in C# variables, so a value is its name.</summary>
    private static string Variable(string language, string variable, int line) =>
        CellLanguages.Resolve(language) is CellLanguages.CSharp or CellLanguages.Net
            ? variable
            : throw new CellCommandException(
                $"line {line}: \"{language}\" keeps no variables; {CellLanguages.CSharp} and {CellLanguages.Net} do. Name one of these.");

    private static bool IsName(string name) => SyntaxFacts.IsValidIdentifier(name);

    private static CellCommandException Mistaken(string command, string arguments, string form, string example, int line) => new(
        $"line {line}: #!{command} came with \"{arguments}\"; needed {form}. Write such as {example}.");

    [GeneratedRegex(@"^--name\s+(?<name>\S+)\s+--value\s+(?<value>""[^""]*""|\S+)(\s+--byref)?$")]
    private static partial Regex SetArguments();

    [GeneratedRegex(@"^@(?<language>[\w#]+):(?<variable>[A-Za-z_]\w*)$")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^(--from\s+(?<language>\S+)\s+(?<variable>[A-Za-z_]\w*)|(?<variable>[A-Za-z_]\w*)\s+--from\s+(?<language>\S+))(\s+--as\s+(?<name>[A-Za-z_]\w*))?$")]
    private static partial Regex ShareArguments();
}
