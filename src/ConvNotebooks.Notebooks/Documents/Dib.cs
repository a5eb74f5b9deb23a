using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Reads and writes .NET Interactive's <c>.dib</c> files: texts one after the other, each after a line <c>#!language</c>, and
/// a first <c>#!meta</c> block with the languages of the notebook. Outputs and cells' metadata have no place in them.
/// </summary>
internal static class Dib
{
    private const string Meta = "meta";
    private const string Raw = "raw";
    private const string Polyglot = "polyglot_notebook";
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a file.</summary>
    /// <param name="text">Its content.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="NotebookFormatException">Its <c>#!meta</c> block is no JSON object.</exception>
    public static NotebookDocument Read(string text, string name)
    {
        List<(string Head, int Line, string Body)> blocks = [.. Blocks(text.ReplaceLineEndings("\n"))];
        JsonObject? meta = blocks.FirstOrDefault(block => block.Head == Meta) is { Head: not null } found
            ? ReadMeta(found.Body, found.Line, name)
            : null;
        string usual = (string?)(meta?["kernelInfo"] as JsonObject)?["defaultKernelName"] ?? CellLanguages.CSharp;
        var document = new NotebookDocument
        {
            Metadata = new JsonObject
            {
                ["kernelspec"] = new JsonObject
                {
                    ["display_name"] = "C# (ConvNotebooks)",
                    ["language"] = "C#",
                    ["name"] = "convnotebooks",
                },
                ["language_info"] = new JsonObject { ["name"] = "C#", ["file_extension"] = ".cs", ["mimetype"] = "text/x-csharp" },
            },
        };
        if (meta is not null)
            document.Metadata[Polyglot] = meta;
        document.Cells.AddRange(blocks.Where(block => block.Head != Meta && block.Body.Length > 0).Select(block => ToCell(block.Head, block.Body, usual)));
        CellIds.Complete(document.Cells);
        return document;
    }

    /// <summary>The notebook as the content of a file.</summary>
    public static string Write(NotebookDocument document)
    {
        var text = new StringBuilder();
        if (document.Metadata[Polyglot] is JsonObject meta)
            Append(text, Meta, meta.ToJsonString(OneLine));
        foreach (Cell cell in document.Cells)
        {
            string source = cell.Source.Trim('\n');
            bool saysItself = cell is CodeCell && CellSection.CommandOf(source.Split('\n')[0]) is { Success: true } first
                && CellLanguages.Resolve(first.Groups["name"].Value) is not null;
            if (source.Length > 0)
                Append(text, saysItself ? "" : LanguageOf(cell), source);
        }

        return text.Length == 0 ? "" : text.ToString(0, text.Length - 1);
    }

    /// <summary>The texts between the lines that name a language; one before the first such line has an empty name.</summary>
    private static IEnumerable<(string Head, int Line, string Body)> Blocks(string text)
    {
        string[] lines = text.Split('\n');
        string head = "";
        int start = 0;
        for (int i = 0; i <= lines.Length; i++)
        {
            if (i < lines.Length && HeadOf(lines[i]) is null)
                continue;
            string body = string.Join('\n', lines[start..i]
                .SkipWhile(string.IsNullOrWhiteSpace).Reverse().SkipWhile(string.IsNullOrWhiteSpace).Reverse());
            if (start > 0 || body.Length > 0)
                yield return (head, start + 1, body);
            if (i == lines.Length)
                yield break;
            head = HeadOf(lines[i])!;
            // A line with arguments is the cell's own: #!net --name tiny.
            start = head.Length > 0 ? i + 1 : i;
        }
    }

    /// <summary>The language that a line begins a cell in; empty where the line belongs to that cell; null for all other lines.</summary>
    private static string? HeadOf(string line)
    {
        Match match = CellSection.CommandOf(line);
        string name = match.Groups["name"].Value;
        if (!match.Success || !(name is Meta or Raw || CellLanguages.Resolve(name) is not null))
            return null;
        return match.Groups["arguments"].Value.Trim().Length == 0 ? name : "";
    }

    private static Cell ToCell(string head, string body, string usual)
    {
        string language = CellLanguages.Resolve(head) ?? head;
        if (head == Raw)
            return new RawCell { Source = body };
        if (language == CellLanguages.Markdown)
            return new MarkdownCell { Source = body };
        bool saysItself = head.Length == 0 && HeadOf(body.Split('\n')[0]) is not null;
        return new CodeCell { Source = body, Language = saysItself ? CellLanguages.CSharp : language.Length > 0 ? language : usual };
    }

    private static string LanguageOf(Cell cell) => cell switch
    {
        MarkdownCell => CellLanguages.Markdown,
        RawCell => Raw,
        CodeCell code => code.Language,
        _ => CellLanguages.CSharp,
    };

    private static void Append(StringBuilder text, string head, string body)
    {
        if (head.Length > 0)
            text.Append("#!").Append(head).Append("\n\n");
        text.Append(body).Append("\n\n");
    }

    private static JsonObject ReadMeta(string body, int line, string name)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException e)
        {
            throw new NotebookFormatException(
                $"{name}: its #!meta block at line {line - 1} is no JSON object. Mend it in a text editor, or take it out.", e);
        }
    }
}
