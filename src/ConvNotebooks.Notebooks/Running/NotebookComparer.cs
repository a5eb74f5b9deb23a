using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks;

/// <summary>A code cell whose outputs are not the stored ones.</summary>
/// <param name="Cell">The n of <c>In[n]</c>; null where the cell has not run.</param>
/// <param name="Id">The cell's id.</param>
/// <param name="Lines">What differs: a heading per output, then <c>-</c> lines stored and <c>+</c> lines now.</param>
public sealed record CellDifference(int? Cell, string Id, IReadOnlyList<string> Lines)
{
    /// <summary>How messages call the cell: <c>In[3]</c>, or its id where it has not run.</summary>
    public string Title => Cell is { } n ? $"In[{n}]" : $"cell {Id}";
}

/// <summary>
/// Compares the outputs of an executed notebook with the stored ones: execution counts, kinds and order of outputs, texts,
/// pictures, JSON, and the outputs' metadata. Metadata of cells and of the notebook is no output and not compared.
/// </summary>
public static class NotebookComparer
{
    /// <summary>The code cells that differ, from top to bottom; empty when a re-run gave the same.</summary>
    /// <param name="stored">The notebook as it was.</param>
    /// <param name="executed">The same notebook, executed.</param>
    public static IReadOnlyList<CellDifference> Compare(NotebookDocument stored, NotebookDocument executed)
    {
        Dictionary<string, CodeCell> earlier = stored.Cells.OfType<CodeCell>().ToDictionary(cell => cell.Id);
        var differences = new List<CellDifference>();
        foreach (CodeCell now in executed.Cells.OfType<CodeCell>())
        {
            List<string> lines = earlier.TryGetValue(now.Id, out CodeCell? before)
                ? [.. Differences(before, now)]
                : ["the cell is not in the stored notebook"];
            if (lines.Count > 0)
                differences.Add(new CellDifference(now.ExecutionCount, now.Id, lines));
        }

        return differences;
    }

    private static IEnumerable<string> Differences(CodeCell stored, CodeCell now)
    {
        if (stored.ExecutionCount != now.ExecutionCount)
            yield return $"execution count: stored {Count(stored)}, now {Count(now)}";
        for (int i = 0; i < Math.Max(stored.Outputs.Count, now.Outputs.Count); i++)
        {
            string place = $"output {i + 1}";
            if (i >= now.Outputs.Count)
                yield return $"{place}: stored {Kind(stored.Outputs[i])}, now nothing";
            else if (i >= stored.Outputs.Count)
                yield return $"{place}: stored nothing, now {Kind(now.Outputs[i])}";
            else if (Kind(stored.Outputs[i]) != Kind(now.Outputs[i]))
                yield return $"{place}: stored {Kind(stored.Outputs[i])}, now {Kind(now.Outputs[i])}";
            else
            {
                foreach (string line in Differences(place, stored.Outputs[i], now.Outputs[i]))
                    yield return line;
            }
        }
    }

    private static IEnumerable<string> Differences(string place, Output stored, Output now) => (stored, now) switch
    {
        (StreamOutput a, StreamOutput b) => LineDifference.Describe($"{place}, {a.Name}", a.Text, b.Text),
        (ErrorOutput a, ErrorOutput b) => LineDifference.Describe($"{place}, error", Text(a), Text(b)),
        (DisplayOutput a, DisplayOutput b) => Differences(place, a.Data, b.Data, a.Metadata, b.Metadata),
        (ResultOutput a, ResultOutput b) => Differences(place, a.Data, b.Data, a.Metadata, b.Metadata),
        _ => [],
    };

    private static IEnumerable<string> Differences(
        string place, MimeBundle stored, MimeBundle now, JsonObject storedMetadata, JsonObject nowMetadata)
    {
        foreach (string type in stored.Types.Union(now.Types))
        {
            if (!now.Has(type))
                yield return $"{place}: stored has {type}, now not";
            else if (!stored.Has(type))
                yield return $"{place}: now has {type}, stored not";
            else if (!JsonNode.DeepEquals(stored.Json(type), now.Json(type)))
            {
                foreach (string line in Differences($"{place}, {type}", type, stored, now))
                    yield return line;
            }
        }

        if (!JsonNode.DeepEquals(storedMetadata, nowMetadata))
        {
            foreach (string line in LineDifference.Describe(
                $"{place}, metadata", PythonJson.Print(storedMetadata), PythonJson.Print(nowMetadata)))
                yield return line;
        }
    }

    private static IEnumerable<string> Differences(string place, string type, MimeBundle stored, MimeBundle now)
    {
        if (MimeBundle.IsJson(type))
            return LineDifference.Describe(place, PythonJson.Print(stored.Json(type)), PythonJson.Print(now.Json(type)));
        if (!type.StartsWith("image/", StringComparison.Ordinal) || type == "image/svg+xml")
            return LineDifference.Describe(place, stored.Text(type)!, now.Text(type)!);
        return [$"{place} differs: stored {PngSize.Describe(stored.Text(type)!)}, now {PngSize.Describe(now.Text(type)!)}"];
    }

    private static string Count(CodeCell cell) => cell.ExecutionCount?.ToString() ?? "none";

    private static string Text(ErrorOutput error) => string.Join('\n', [$"{error.Name}: {error.Value}", .. error.Traceback]);

    private static string Kind(Output output) => output switch
    {
        StreamOutput stream => $"text on {stream.Name}",
        DisplayOutput => "a display",
        ResultOutput => "a result",
        ErrorOutput => "an error",
        _ => "an output",
    };
}
