using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks.Tests.Export;

/// <summary>Small notebooks for the tests of the export.</summary>
internal static class Notebooks
{
    /// <summary>One white pixel.</summary>
    public const string Png =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==";

    public static NotebookDocument Of(params Cell[] cells)
    {
        var document = new NotebookDocument();
        document.Cells.AddRange(cells);
        return document;
    }

    public static MarkdownCell Prose(string source) => new() { Source = source };

    public static CodeCell Code(string source, params Output[] outputs) =>
        new() { Source = source, ExecutionCount = 1, Outputs = [.. outputs] };

    public static ResultOutput Result(params (string Type, string Text)[] data)
    {
        var bundle = new MimeBundle();
        foreach ((string type, string text) in data)
            bundle.With(type, text);
        return new ResultOutput(1, bundle, []);
    }

    public static ResultOutput Chart(string name) => Result(
        ("application/vnd.plotly.v1+json", new JsonObject
        {
            ["data"] = new JsonArray(new JsonObject { ["type"] = "bar", ["name"] = name }),
            ["layout"] = new JsonObject(),
        }.ToJsonString()),
        ("image/png", Png),
        ("text/plain", $"chart {name}"));
}
