using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Reads a cell: its languages and <c>#!</c> lines become C# code on the same lines, so that errors and traces name the line
/// the person wrote; packages and imported files are named beside it.
/// </summary>
internal sealed partial class CellCommands
{
    private const string Tools = "global::ConvNotebooks.Notebooks.CellTools";

    private static readonly Dictionary<string, string> Calls = new()
    {
        ["time"] = $"{Tools}.Time();",
        ["who"] = $"{Tools}.Who();",
        ["whos"] = $"{Tools}.Whos();",
        ["about"] = $"{Tools}.About();",
        ["lsmagic"] = $"{Tools}.Commands();",
    };

    private readonly List<CellPart> parts = [];
    private readonly StringBuilder code = new();
    private readonly List<PackageDirective> packages = [];
    private readonly List<NetSection> networks = [];
    private int line = 1;

    private CellCommands()
    {
    }

    /// <summary>Every command, as <c>#!lsmagic</c> lists them.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        "#!csharp", "#!net [--name variable]",
        .. CellLanguages.MimeTypes.Keys.Concat(Calls.Keys).Select(name => $"#!{name}"),
        "#!import file", SharedValue.SetForm, SharedValue.ShareForm,
    ];

    /// <summary>The parts of a cell; of several, those before the last are run for what they do.</summary>
    /// <exception cref="CellCommandException">A command is unknown, or its arguments are not its own.</exception>
    /// <exception cref="PackageException">A package directive is not as it should be.</exception>
    public static IReadOnlyList<CellPart> Read(CellCode cell)
    {
        var reading = new CellCommands();
        foreach (CellSection section in CellSection.Split(cell))
            reading.Add(section);
        reading.Close();
        return reading.parts;
    }

    private void Add(CellSection section)
    {
        if (section.Language == CellLanguages.CSharp)
        {
            if (section.Arguments.Length > 0)
                throw NoArguments(CellLanguages.CSharp, section.Arguments);
            if (section.Line > 0)
                Line("");
            foreach (string text in section.Lines)
                CSharp(text);
        }
        else if (section.Language == CellLanguages.Net)
        {
            Net(section);
        }
        else
        {
            if (section.Arguments.Length > 0)
                throw NoArguments(section.Language, section.Arguments);
            Whole(section, $"{Tools}.Show(", string.Join('\n', section.Lines), $", \"{CellLanguages.MimeTypes[section.Language]}\");");
        }
    }

    private void CSharp(string text)
    {
        if (PackageDirective.Read(text, line) is { } package)
        {
            packages.Add(package);
            Line("");
        }
        else if (Import().Match(text) is { Success: true } import)
        {
            Close();
            parts.Add(new ImportPart(import.Groups["path"].Value, line));
            line++;
            code.Append('\n', line - 1);
        }
        else
        {
            Match command = CellSection.CommandOf(text);
            Line(command.Success ? Call(command.Groups["name"].Value, command.Groups["arguments"].Value.Trim()) : text);
        }
    }

    private string Call(string name, string arguments)
    {
        if (SharedValue.Read(name, arguments, line) is { } shared)
            return shared.Name == shared.Value ? $"_ = {shared.Value};" : $"var {shared.Name} = {shared.Value};";
        if (name == "import")
            throw new CellCommandException($"line {line}: #!import came with \"{arguments}\"; needed a file. Write such as #!import more.dib.");
        if (!Calls.TryGetValue(name, out string? call))
        {
            throw new CellCommandException(
                $"line {line}: #!{name} is unknown; known are {string.Join(", ", Known)}. Write one of these.");
        }

        return arguments.Length == 0 ? call : throw NoArguments(name, arguments);
    }

    private void Net(CellSection section)
    {
        Match named = Name().Match(section.Arguments);
        string variable = section.Arguments.Length == 0 ? "net" : named.Groups["name"].Value;
        if (!SyntaxFacts.IsValidIdentifier(variable))
        {
            throw new CellCommandException($"line {line}: #!net came with \"{section.Arguments}\"; needed --name and a C# variable. "
                + "Write such as #!net --name tiny.");
        }

        var body = new List<string>();
        var values = new StringBuilder();
        foreach ((string text, int i) in section.Lines.Select((text, i) => (text, i)))
        {
            Match command = CellSection.CommandOf(text);
            int at = section.Line + i + 1;
            string name = command.Groups["name"].Value;
            if (command.Success && SharedValue.Read(name, command.Groups["arguments"].Value.Trim(), at) is { } shared)
                values.Append($", (\"{shared.Name}\", {shared.Value})");
            else if (command.Success)
                throw new CellCommandException($"line {at}: #!{name} means nothing in a #!net section. Write it in a C# section.");
            body.Add(command.Success ? "" : text);
        }

        string notation = string.Join('\n', body);
        if (values.Length == 0)
            networks.Add(new NetSection(notation, section.Line));
        string shown = section.IsLast ? $" {variable}" : "";
        Whole(section, $"var {variable} = {Tools}.Network(", notation, $", {section.Line}{values});{shown}");
    }

    /// <summary>A section as one expression that holds its text; the line of its <c>#!</c> begins it.</summary>
    private void Whole(CellSection section, string before, string text, string after)
    {
        string quoted = text.Replace("\"", "\"\"", StringComparison.Ordinal);
        foreach (string part in (section.Line > 0 ? $"{before}@\"\n{quoted}\".Substring(1){after}" : $"{before}@\"{quoted}\"{after}").Split('\n'))
            Line(part);
    }

    private void Line(string text)
    {
        code.Append(text).Append('\n');
        line++;
    }

    /// <summary>Ends the code that has come together; what comes after is compiled on its own.</summary>
    private void Close()
    {
        string text = code.Length > 0 ? code.ToString(0, code.Length - 1) : "";
        if (parts.Count == 0 || packages.Count > 0 || !string.IsNullOrWhiteSpace(text))
            parts.Add(new CodePart(text, [.. packages], [.. networks]));
        code.Clear();
        packages.Clear();
        networks.Clear();
    }

    private CellCommandException NoArguments(string name, string arguments) =>
        new($"line {line}: #!{name} came with \"{arguments}\"; it takes nothing. Leave that out.");

    [GeneratedRegex(@"^--name\s+(?<name>\S+)$")]
    private static partial Regex Name();

    /// <summary>Both words of it: <c>#!import more.dib</c>, <c>#load "more.cs"</c>.</summary>
    [GeneratedRegex(@"^(#!import\s+""?|\s*#load\s+"")(?<path>[^""\s][^""]*?)""?\s*$")]
    private static partial Regex Import();
}
