using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ConvNotebooks;

/// <summary>
/// What DVC reads in a run's folder: <c>metrics.json</c> (the results), a table of each series under <c>plots</c>, and
/// <c>dvc.yaml</c>, which names both. No times: the same run gives the same bytes.
/// </summary>
/// <remarks>Source: DVC, "dvc.yaml", sections "metrics" and "plots"; the layout is that of DVCLive.</remarks>
internal static class DvcFiles
{
    private const string Plots = "plots";

    public static void Write(Run run, string? folder = null)
    {
        folder ??= run.Folder;
        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, "metrics.json"), stream =>
        {
            using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
            WriteGroups(json, run.Record.Results.Select(r => (r.Key.Split('/'), r.Value)));
        });
        var names = run.SeriesNames;
        foreach (var name in names)
            Table(Path.Combine(folder, FileOf(name)), name, run.Series(name));
        AtomicFile.WriteAllText(Path.Combine(folder, "dvc.yaml"), Description(names));
    }

    /// <summary>Results whose names share what stands before a slash become one object, as DVC shows them.</summary>
    private static void WriteGroups(Utf8JsonWriter json, IEnumerable<(string[] Path, double Value)> values)
    {
        json.WriteStartObject();
        foreach (var group in values.GroupBy(v => v.Path[0]))
        {
            foreach (var (_, value) in group.Where(v => v.Path.Length == 1))
            {
                if (double.IsFinite(value))
                    json.WriteNumber(group.Key, value);
                else
                    json.WriteString(group.Key, value.ToString(CultureInfo.InvariantCulture));
            }

            if (group.Where(v => v.Path.Length > 1).Select(v => (v.Path[1..], v.Value)).ToArray() is { Length: > 0 } below)
            {
                // A number and a group cannot have one name.
                json.WritePropertyName(group.Any(v => v.Path.Length == 1) ? $"{group.Key}/" : group.Key);
                WriteGroups(json, below);
            }
        }

        json.WriteEndObject();
    }

    private static void Table(string path, string name, IReadOnlyList<SeriesPoint> points)
    {
        var text = new StringBuilder($"step\t{Column(name)}\n");
        foreach (var point in points)
            text.Append(CultureInfo.InvariantCulture, $"{point.Step}\t{point.Value}\n");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.WriteAllText(path, text.ToString());
    }

    private static string Description(IEnumerable<string> names)
    {
        var text = new StringBuilder("metrics:\n- metrics.json\nplots:\n");
        foreach (var name in names)
            text.Append(CultureInfo.InvariantCulture, $"- {FileOf(name)}:\n    x: step\n    y: {Column(name)}\n");
        return text.ToString();
    }

    /// <summary>A file for a series; characters that files or YAML would mind become underscores.</summary>
    private static string FileOf(string name) => $"{Plots}/{string.Join('/', name.Split('/').Select(Safe))}.tsv";

    private static string Column(string name) => Safe(name.Split('/')[^1]);

    private static string Safe(string part) =>
        part.Length == 0 || part.All(c => c == '.') ? "_" : string.Concat(part.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'));
}
