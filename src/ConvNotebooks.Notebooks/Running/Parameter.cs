using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvNotebooks.Notebooks;

/// <summary>A value for one variable of a notebook, given from outside as <c>name=value</c>.</summary>
/// <param name="Name">The variable, a C# identifier.</param>
/// <param name="Text">The value as it was given.</param>
public sealed partial record Parameter(string Name, string Text)
{
    /// <summary>Reads <c>name=value</c>.</summary>
    /// <param name="text">
    /// A C# identifier, an equals sign and a value: a number, <c>true</c>, <c>false</c>, a text, in quotes or not.
    /// </param>
    /// <exception cref="NotebookRunException">There is no equals sign, or the name is no C# identifier.</exception>
    public static Parameter Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            throw new NotebookRunException($"Parameter \"{text}\": there is no equals sign. Write name=value, such as seed=7.");
        string name = text[..equals].Trim();
        if (!SyntaxFacts.IsValidIdentifier(name) || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None)
        {
            throw new NotebookRunException($"Parameter \"{text}\": \"{name}\" is no name of a C# variable. "
                + "Begin with a letter, go on with letters, digits and _, and avoid C#'s own words.");
        }

        return new Parameter(name, text[(equals + 1)..].Trim());
    }

    /// <summary>The value as a C# literal.</summary>
    /// <param name="type">The variable's type where the notebook declares one, such as <c>float</c>; else null.</param>
    /// <exception cref="NotebookRunException">The value does not fit that type.</exception>
    public string Literal(string? type)
    {
        bool isLong = long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole);
        bool isNumber = Number().IsMatch(Text)
            & double.TryParse(Text, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number);
        bool isBool = Text is "true" or "false";
        return type switch
        {
            "string" => Quoted(),
            "bool" => isBool ? Text : throw Misfit("true or false"),
            "int" => isLong && whole is >= int.MinValue and <= int.MaxValue ? Text : throw Misfit("a whole number of type int"),
            "long" => isLong ? Text + "L" : throw Misfit("a whole number of type long"),
            "float" => isNumber && float.IsFinite((float)number) ? Text + "f" : throw Misfit("a number of type float"),
            "double" => isNumber ? Text + "d" : throw Misfit("a number"),
            "decimal" => isNumber ? Text + "m" : throw Misfit("a number"),
            _ when isBool => Text,
            _ when isLong => whole is >= int.MinValue and <= int.MaxValue ? Text : Text + "L",
            _ when isNumber => Text + "d",
            _ => Quoted(),
        };
    }

    private string Quoted() => SymbolDisplay.FormatLiteral(
        Text.Length >= 2 && Text[0] is '"' or '\'' && Text[0] == Text[^1] ? Text[1..^1] : Text, quote: true);

    private NotebookRunException Misfit(string wanted) => new(
        $"Parameter {Name}: the notebook needs {wanted}, and \"{Text}\" came. Give another value.");

    /// <summary>What is a number in C# too: digits must follow a decimal point.</summary>
    [GeneratedRegex(@"^[+-]?(\d+|\d*\.\d+)([eE][+-]?\d+)?$")]
    private static partial Regex Number();
}
