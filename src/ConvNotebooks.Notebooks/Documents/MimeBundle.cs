using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// One value in several MIME types, of which a reader shows the richest it can: text for most types, one base64 string
/// for pictures, a JSON value for JSON types.
/// </summary>
public sealed class MimeBundle
{
    private readonly Dictionary<string, JsonNode?> _entries = [];

    /// <summary>The MIME types there are, in the order they came.</summary>
    public IReadOnlyCollection<string> Types => _entries.Keys;

    /// <summary>True when the type's value is stored as JSON: <c>application/json</c> and <c>application/…+json</c>.</summary>
    /// <param name="type">A MIME type.</param>
    public static bool IsJson(string type) =>
        type == "application/json"
        || (type.StartsWith("application/", StringComparison.Ordinal) && type.EndsWith("+json", StringComparison.Ordinal));

    /// <summary>Whether the bundle has this type.</summary>
    /// <param name="type">A MIME type.</param>
    public bool Has(string type) => _entries.ContainsKey(type);

    /// <summary>The text of one type, or null where the bundle lacks it; a JSON type's value as JSON text.</summary>
    /// <param name="type">A MIME type.</param>
    public string? Text(string type) =>
        _entries.TryGetValue(type, out JsonNode? node) ? AsText(node) : null;

    /// <summary>The JSON value of one type, or null where the bundle lacks it.</summary>
    /// <param name="type">A MIME type.</param>
    public JsonNode? Json(string type) => _entries.GetValueOrDefault(type);

    /// <summary>Puts a value in, replacing an earlier one of the same type.</summary>
    /// <param name="type">A MIME type.</param>
    /// <param name="text">The text; base64 for a picture; JSON text for a JSON type.</param>
    /// <returns>The bundle itself, for chaining.</returns>
    /// <exception cref="JsonException">The type is a JSON type and the text is no JSON.</exception>
    public MimeBundle With(string type, string text) =>
        With(type, IsJson(type) ? JsonNode.Parse(text) : JsonValue.Create(text));

    /// <summary>Puts a JSON value in, replacing an earlier one of the same type.</summary>
    /// <param name="type">A MIME type.</param>
    /// <param name="value">The value; it is copied.</param>
    /// <returns>The bundle itself, for chaining.</returns>
    public MimeBundle With(string type, JsonNode? value)
    {
        _entries[type] = value?.DeepClone();
        return this;
    }

    /// <summary>Same types with the same values, in any order.</summary>
    /// <param name="other">The bundle to compare with.</param>
    public bool SameAs(MimeBundle other) =>
        _entries.Count == other._entries.Count
        && _entries.All(e => other._entries.TryGetValue(e.Key, out JsonNode? value) && JsonNode.DeepEquals(e.Value, value));

    /// <summary>The bundle as a notebook file keeps it: texts of several lines as lists of lines.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach ((string type, JsonNode? value) in _entries)
        {
            bool lines = type.StartsWith("text/", StringComparison.Ordinal)
                || type is "application/javascript" or "image/svg+xml";
            json[type] = lines && value is JsonValue single && single.TryGetValue(out string? text)
                ? PythonJson.Lines(text)
                : value?.DeepClone();
        }

        return json;
    }

    /// <summary>A bundle from a notebook file: lists of lines are joined, JSON types left alone.</summary>
    /// <param name="json">The <c>data</c> field of an output.</param>
    public static MimeBundle FromJson(JsonObject json)
    {
        var bundle = new MimeBundle();
        foreach ((string type, JsonNode? value) in json)
        {
            bool lines = !IsJson(type) && value is JsonArray list && list.All(IsString);
            bundle.With(type, lines ? JsonValue.Create(string.Concat(value!.AsArray().Select(AsText))) : value);
        }

        return bundle;
    }

    private static bool IsString(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    private static string AsText(JsonNode? node) =>
        IsString(node) ? node!.GetValue<string>() : node?.ToJsonString() ?? "null";
}
