using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks;

/// <summary>
/// Renames the fields of nbformat 3 to those of nbformat 4: worksheets, <c>input</c>, <c>prompt_number</c>,
/// <c>pyout</c>, <c>pyerr</c>, heading cells and MIME aliases
/// (https://nbformat.readthedocs.io/en/latest/format_description.html#changes).
/// </summary>
internal static class Nbformat3
{
    private static readonly Dictionary<string, string> MimeTypes = new()
    {
        ["text"] = "text/plain",
        ["html"] = "text/html",
        ["svg"] = "image/svg+xml",
        ["png"] = "image/png",
        ["jpeg"] = "image/jpeg",
        ["latex"] = "text/latex",
        ["javascript"] = "application/javascript",
    };

    /// <summary>Replaces the worksheets of a notebook by one list of cells in the shape of nbformat 4.</summary>
    public static void Upgrade(JsonFields notebook)
    {
        notebook.Take("orig_nbformat");
        notebook.Take("orig_nbformat_minor");
        if (notebook.Rest["metadata"] is JsonObject metadata)
            metadata.Remove("name");
        var cells = new JsonArray();
        foreach (JsonNode? sheet in notebook.Array("worksheets"))
        {
            foreach (JsonNode? node in notebook.Within("a worksheet", sheet).Array("cells"))
                cells.Add((JsonNode)Cell(notebook.Within($"cell {cells.Count + 1}", node?.DeepClone())));
        }

        notebook.Rest["cells"] = cells;
    }

    private static JsonObject Cell(JsonFields fields)
    {
        JsonObject cell = fields.Rest;
        switch (fields.Text("cell_type"))
        {
            case "code":
                cell["cell_type"] = "code";
                fields.Take("language");
                Move(cell, "input", "source");
                Move(cell, "prompt_number", "execution_count");
                if (fields.Take("collapsed") is { } collapsed)
                {
                    JsonObject metadata = fields.Object("metadata");
                    metadata["collapsed"] = collapsed;
                    cell["metadata"] = metadata;
                }

                JsonArray outputs = fields.Array("outputs");
                cell["outputs"] = new JsonArray(
                    [.. outputs.Select(o => Output(fields.Within($"an output of {fields.Place}", o?.DeepClone())))]);
                break;
            case "heading":
                int level = fields.Integer("level") ?? 1;
                IEnumerable<string> lines = PythonJson.Lines(fields.Text("source"))
                    .Select(line => line!.GetValue<string>().TrimEnd('\r', '\n'));
                cell["cell_type"] = "markdown";
                cell["source"] = $"{new string('#', Math.Clamp(level, 1, 6))} {string.Join(' ', lines)}";
                break;
            case "html":
                cell["cell_type"] = "markdown";
                break;
            case var other:
                cell["cell_type"] = other;
                break;
        }

        return cell;
    }

    private static JsonObject Output(JsonFields fields)
    {
        switch (fields.Text("output_type"))
        {
            case "pyout":
                JsonNode? count = fields.Take("prompt_number");
                JsonObject result = WithData(fields);
                result["output_type"] = "execute_result";
                result["execution_count"] = count;
                return result;
            case "display_data":
                JsonObject display = WithData(fields);
                display["output_type"] = "display_data";
                return display;
            case "pyerr":
                fields.Rest["output_type"] = "error";
                return fields.Rest;
            case "stream":
                fields.Rest["output_type"] = "stream";
                fields.Rest["name"] = fields.Take("stream") ?? "stdout";
                return fields.Rest;
            case var other:
                fields.Rest["output_type"] = other;
                return fields.Rest;
        }
    }

    private static JsonObject WithData(JsonFields fields)
    {
        JsonObject metadata = WithMimeTypes(fields.Object("metadata"));
        string json = fields.Text("json");
        JsonObject data = WithMimeTypes(fields.Rest);
        if (json.Length > 0)
            data["application/json"] = Json(json, fields);
        return new JsonObject { ["data"] = data, ["metadata"] = metadata };
    }

    private static JsonNode? Json(string text, JsonFields fields)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            throw fields.Error($"the \"json\" of {fields.Place} is no JSON");
        }
    }

    private static JsonObject WithMimeTypes(JsonObject aliases) =>
        new(aliases.Select(e => KeyValuePair.Create(MimeTypes.GetValueOrDefault(e.Key, e.Key), e.Value?.DeepClone())));

    private static void Move(JsonObject json, string from, string to)
    {
        JsonNode? value = json[from];
        json.Remove(from);
        json[to] = value;
    }
}
