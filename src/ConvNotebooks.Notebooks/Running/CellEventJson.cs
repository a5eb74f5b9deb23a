using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks;

/// <summary>Events of cells as lines of JSON, the language between a worker process and the one that started it.</summary>
internal static class CellEventJson
{
    public static string Write(CellEvent happened)
    {
        JsonObject json = happened switch
        {
            StreamEvent e => new() { ["kind"] = "stream", ["name"] = e.Name, ["text"] = e.Text },
            DisplayEvent e => Shown("display", e.Data, e.Metadata, e.DisplayId),
            UpdateDisplayEvent e => Shown("update", e.Data, e.Metadata, e.DisplayId),
            ClearOutputEvent e => new() { ["kind"] = "clear", ["wait"] = e.Wait },
            ResultEvent e => Shown("result", e.Data, e.Metadata, e.ExecutionCount),
            ErrorEvent e => new()
            {
                ["kind"] = "error",
                ["name"] = e.Name,
                ["value"] = e.Value,
                ["traceback"] = new JsonArray([.. e.Traceback.Select(line => (JsonNode)line)]),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(happened)),
        };
        return json.ToJsonString();
    }

    /// <summary>The event of a line; null for any other message.</summary>
    public static CellEvent? Read(JsonNode json) => (string?)json["kind"] switch
    {
        "stream" => new StreamEvent(Text(json, "name"), Text(json, "text")),
        "display" => new DisplayEvent(Data(json), Metadata(json), Text(json, "id")),
        "update" => new UpdateDisplayEvent(Data(json), Metadata(json), Text(json, "id")),
        "clear" => new ClearOutputEvent((bool)json["wait"]!),
        "result" => new ResultEvent((int)json["id"]!, Data(json), Metadata(json)),
        "error" => new ErrorEvent(
            Text(json, "name"), Text(json, "value"), [.. json["traceback"]!.AsArray().Select(line => (string)line!)]),
        _ => null,
    };

    private static JsonObject Shown(string kind, MimeBundle data, JsonObject metadata, JsonNode id) =>
        new() { ["kind"] = kind, ["data"] = data.ToJson(), ["metadata"] = metadata.DeepClone(), ["id"] = id };

    private static string Text(JsonNode json, string field) => (string)json[field]!;

    private static MimeBundle Data(JsonNode json) => MimeBundle.FromJson(json["data"]!.AsObject());

    private static JsonObject Metadata(JsonNode json) => (JsonObject)json["metadata"]!.DeepClone();
}
