using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks;

/// <summary>Turns the document model into the JSON of nbformat 4.5.</summary>
internal static class NotebookWriter
{
    public static JsonObject ToJson(NotebookDocument document)
    {
        JsonObject json = Copy(document.Extra);
        json["cells"] = new JsonArray([.. document.Cells.Select(ToJson)]);
        json["metadata"] = Copy(document.Metadata);
        json["nbformat"] = 4;
        json["nbformat_minor"] = 5;
        return json;
    }

    private static JsonObject ToJson(Cell cell)
    {
        JsonObject json = Copy(cell.Extra);
        json["id"] = cell.Id;
        json["metadata"] = Copy(cell.Metadata);
        json["source"] = PythonJson.Lines(cell.Source);
        switch (cell)
        {
            case MarkdownCell markdown:
                json["cell_type"] = "markdown";
                AddAttachments(json, markdown.Attachments);
                break;
            case RawCell raw:
                json["cell_type"] = "raw";
                AddAttachments(json, raw.Attachments);
                break;
            case CodeCell code:
                json["cell_type"] = "code";
                json["execution_count"] = code.ExecutionCount;
                json["outputs"] = new JsonArray([.. code.Outputs.Select(ToJson)]);
                break;
        }

        return json;
    }

    private static void AddAttachments(JsonObject json, JsonObject? attachments)
    {
        if (attachments is not null)
            json["attachments"] = Copy(attachments);
    }

    private static JsonObject ToJson(Output output)
    {
        JsonObject json = Copy(output.Extra);
        switch (output)
        {
            case StreamOutput stream:
                json["output_type"] = "stream";
                json["name"] = stream.Name;
                json["text"] = PythonJson.Lines(stream.Text);
                break;
            case DisplayOutput display:
                json["output_type"] = "display_data";
                json["data"] = display.Data.ToJson();
                json["metadata"] = Copy(display.Metadata);
                break;
            case ResultOutput result:
                json["output_type"] = "execute_result";
                json["execution_count"] = result.ExecutionCount;
                json["data"] = result.Data.ToJson();
                json["metadata"] = Copy(result.Metadata);
                break;
            case ErrorOutput error:
                json["output_type"] = "error";
                json["ename"] = error.Name;
                json["evalue"] = error.Value;
                json["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]);
                break;
        }

        return json;
    }

    private static JsonObject Copy(JsonObject json) => (JsonObject)json.DeepClone();
}
