using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Takes the fields of one JSON object out by name and type; what is left at the end are the fields nobody asked for.
/// </summary>
/// <param name="name">The notebook's name, for messages.</param>
/// <param name="place">Where in the notebook the object stands, such as <c>cell 3</c>.</param>
/// <param name="json">The object; fields are removed from it as they are taken.</param>
internal sealed class JsonFields(string name, string place, JsonObject json)
{
    /// <summary>The fields not taken so far.</summary>
    public JsonObject Rest => json;

    /// <summary>Where in the notebook the object stands.</summary>
    public string Place => place;

    public JsonNode? Take(string field)
    {
        JsonNode? value = json[field];
        json.Remove(field);
        return value;
    }

    public JsonFields Within(string inner, JsonNode? node) =>
        new(name, inner, node as JsonObject ?? throw Wrong(inner, "a JSON object", node));

    public JsonObject Object(string field) =>
        Take(field) switch
        {
            null => [],
            JsonObject value => value,
            var other => throw Wrong($"\"{field}\" of {place}", "a JSON object", other),
        };

    public JsonArray Array(string field) =>
        Take(field) switch
        {
            JsonArray value => value,
            null => throw Error($"{place} has no \"{field}\""),
            var other => throw Wrong($"\"{field}\" of {place}", "a list", other),
        };

    /// <summary>A text, stored as one string or as a list of lines; empty where the field is missing.</summary>
    public string Text(string field)
    {
        JsonNode? value = Take(field);
        return value switch
        {
            null => "",
            JsonArray lines => string.Concat(lines.Select(line => One(line))),
            _ => One(value),
        };
        string One(JsonNode? line) => line?.GetValueKind() == JsonValueKind.String
            ? line.GetValue<string>()
            : throw Wrong($"\"{field}\" of {place}", "a string or a list of strings", line);
    }

    public int? Integer(string field) =>
        Take(field) switch
        {
            null => null,
            JsonValue value when value.TryGetValue(out int number) => number,
            var other => throw Wrong($"\"{field}\" of {place}", "an integer", other),
        };

    public NotebookFormatException Error(string what) => new(
        $"{name}: {what}. Restore the file from its history, or open it in Jupyter and save it again.");

    private NotebookFormatException Wrong(string what, string wanted, JsonNode? came) => Error(
        $"{what} is {Describe(came)}, where {wanted} was needed");

    private static string Describe(JsonNode? node) => node?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.Object => "a JSON object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => $"the number {node.ToJsonString()}",
        _ => node.ToJsonString(),
    };
}
