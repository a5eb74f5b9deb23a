using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ConvNotebooks.Interactive;

/// <summary>
/// Every numbered row that the <see cref="Comparison"/>s of executed notebooks show, gathered: which worked examples are
/// computed, where, and whether each agrees with the text.
/// </summary>
/// <param name="rows">The rows, in any order.</param>
public sealed partial class AcceptanceReport(IEnumerable<AcceptedRow> rows)
{
    /// <summary>The rows, by the number of their example, then in the order of the notebooks.</summary>
    public IReadOnlyList<AcceptedRow> Rows { get; } =
        [.. rows.OrderBy(r => r.Row.Number).ThenBy(r => r.Notebook, StringComparer.Ordinal).ThenBy(r => r.Execution)];

    /// <summary>Numbers of <see cref="WorkedExamples"/> that no notebook computes.</summary>
    public IReadOnlyList<int> Missing =>
        [.. Enumerable.Range(1, WorkedExamples.Names.Count).Except(Rows.Select(r => r.Row.Number!.Value))];

    /// <summary>Rows that neither agree nor correct the text.</summary>
    public IReadOnlyList<AcceptedRow> Failing => [.. Rows.Where(r => !r.Row.Agrees)];

    /// <summary>Rows in which the text is wrong or loose, each with its reason.</summary>
    public IReadOnlyList<AcceptedRow> Corrections => [.. Rows.Where(r => r.Row is { Agrees: true, CorrectsTheText: true })];

    /// <summary>Whether every example is computed and no row fails.</summary>
    public bool IsComplete => Missing.Count == 0 && Failing.Count == 0;

    /// <summary>Reads the executed notebooks of a folder.</summary>
    /// <param name="folder">A folder with <c>.ipynb</c> files; those below it are not read.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="System.Text.Json.JsonException">A file is no JSON.</exception>
    public static AcceptanceReport Read(string folder) => new(
        from path in Directory.GetFiles(folder, "*.ipynb").Order(StringComparer.Ordinal)
        from cell in (JsonNode.Parse(File.ReadAllText(path))?["cells"] as JsonArray ?? []).OfType<JsonObject>()
        from output in (cell["outputs"] as JsonArray ?? []).OfType<JsonObject>()
        from row in Parse(Text(output["data"]?["text/plain"]))
        select new AcceptedRow(row, Path.GetFileName(path), (string?)cell["id"] ?? "", (int?)cell["execution_count"] ?? 0));

    /// <summary>The numbered rows in a comparison's plain text; none in any other text.</summary>
    /// <param name="text">The text.</param>
    public static IReadOnlyList<ComparisonRow> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. from Match match in NumberedRow().Matches(text)
                   let note = match.Groups["note"].Value
                   select new ComparisonRow(
                       int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture), match.Groups["what"].Value,
                       match.Groups["stated"].Value, match.Groups["computed"].Value, note.Length == 0 ? null : note)
                   {
                       CorrectsTheText = match.Groups["mark"].Value == "†",
                   }];
    }

    private static string Text(JsonNode? node) => node switch
    {
        JsonArray lines => string.Concat(lines.Select(l => (string?)l)),
        JsonValue value => (string?)value ?? "",
        _ => "",
    };

    [GeneratedRegex(@"^ *(?<number>\d+)  +(?<what>\S.*?)  +(?<stated>\S.*?)  +(?<computed>\S.*?)  +(?<mark>[✓†≠])(?:  +(?<note>\S.*?))?$", RegexOptions.Multiline)]
    private static partial Regex NumberedRow();
}

/// <summary>A numbered row of a comparison and the cell that shows it.</summary>
/// <param name="Row">The row; its number is there.</param>
/// <param name="Notebook">The notebook's file name.</param>
/// <param name="CellId">The cell's id in the notebook.</param>
/// <param name="Execution">The cell's execution count.</param>
public sealed record AcceptedRow(ComparisonRow Row, string Notebook, string CellId, int Execution)
{
    /// <summary>A link to the cell, relative to the notebooks' folder, as JupyterLab and our exported pages follow it.</summary>
    public string Link => $"{Notebook}#cell-id={CellId}";

    /// <summary>The notebook's number and the cell's count: <c>02 [18]</c>.</summary>
    public string Place => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(Notebook).Split('-')[0]} [{Execution}]");
}
