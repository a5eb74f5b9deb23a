using System.Text.Json;

namespace ConvNotebooks.Interactive;

/// <summary>
/// What a Plotly figure says, read from its JSON: enough to write bars, lines, points and heat maps as text and to draw
/// them, whoever made the chart.
/// </summary>
internal sealed class Figure
{
    /// <summary>Reads a figure.</summary>
    /// <param name="json">The figure as <c>application/vnd.plotly.v1+json</c> has it.</param>
    public Figure(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        Traces = root.TryGetProperty("data", out var data) ? [.. data.EnumerateArray().Select(t => new FigureTrace(t))] : [];
        var layout = root.TryGetProperty("layout", out var l) ? l : default;
        Title = TextAt(layout, "title") ?? "";
        BarMode = StringAt(layout, "barmode") ?? "group";
        X = new FigureAxis(layout, "xaxis");
        Y = new FigureAxis(layout, "yaxis");
        Unsupported = Reason();
    }

    /// <summary>What is drawn, in order.</summary>
    public IReadOnlyList<FigureTrace> Traces { get; }

    /// <summary>The heading; empty for none.</summary>
    public string Title { get; }

    /// <summary>How bars of several traces stand: group, stack, overlay, relative.</summary>
    public string BarMode { get; }

    /// <summary>The axis along the bottom.</summary>
    public FigureAxis X { get; }

    /// <summary>The axis along the side.</summary>
    public FigureAxis Y { get; }

    /// <summary>Why this figure has no static picture; null when it has.</summary>
    public string? Unsupported { get; }

    /// <summary>A property of a JSON object; undefined when either is missing.</summary>
    public static JsonElement At(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A property that is a string.</summary>
    public static string? StringAt(JsonElement element, string name) =>
        At(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A title, written as a string or as an object with a text.</summary>
    public static string? TextAt(JsonElement element, string name) => StringAt(element, name) ?? StringAt(At(element, name), "text");

    private string? Reason()
    {
        var kinds = Traces.Select(t => t.Type).Distinct().ToList();
        if (Traces.FirstOrDefault(t => t.Unsupported is not null) is { } trace)
            return trace.Unsupported;
        if (kinds.Contains("heatmap"))
            return Traces.Count == 1 ? null : "a heat map together with other traces";
        if (Traces.Count(t => t.Type == "bar") > 1 && BarMode != "group")
            return $"bars in mode '{BarMode}'";
        if (Traces.Any(t => t.Axes != ("x", "y")))
            return "more than one pair of axes";
        return X.Unsupported ?? Y.Unsupported ?? (Traces.All(t => t.Count == 0) ? "a figure without values" : null);
    }
}

/// <summary>An axis of a figure.</summary>
internal sealed class FigureAxis
{
    /// <summary>Reads an axis from the layout.</summary>
    public FigureAxis(JsonElement layout, string name)
    {
        var axis = Figure.At(layout, name);
        Title = Figure.TextAt(axis, "title") ?? "";
        IsCategory = Figure.StringAt(axis, "type") == "category";
        IsLog = Figure.StringAt(axis, "type") == "log";
        IsReversed = Figure.StringAt(axis, "autorange") == "reversed";
        Unsupported = Figure.StringAt(axis, "type") is null or "-" or "linear" or "log" or "category"
            ? null
            : $"an axis of type '{Figure.StringAt(axis, "type")}'";
    }

    /// <summary>What the axis means; empty for nothing.</summary>
    public string Title { get; }

    /// <summary>Whether its values are names even where they look like numbers.</summary>
    public bool IsCategory { get; }

    /// <summary>Whether equal steps are equal factors.</summary>
    public bool IsLog { get; }

    /// <summary>Whether it runs downwards or leftwards.</summary>
    public bool IsReversed { get; }

    /// <summary>Why it cannot be drawn; null when it can.</summary>
    public string? Unsupported { get; }
}
