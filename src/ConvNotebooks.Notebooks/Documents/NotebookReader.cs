using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConvNotebooks.Notebooks;

/// <summary>Turns the JSON of nbformat 4 (3 through <see cref="Nbformat3"/>) into the document model.</summary>
internal static class NotebookReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static NotebookDocument Read(ReadOnlySpan<byte> utf8, string name)
    {
        JsonNode? root = ParseJson(utf8.StartsWith(ByteOrderMark) ? utf8[3..] : utf8, name);
        var fields = new JsonFields(name, "the notebook", []).Within("the notebook", root);
        int format = fields.Integer("nbformat") ?? throw fields.Error("it has no \"nbformat\", so it is no notebook");
        fields.Integer("nbformat_minor");
        if (format is not (3 or 4))
        {
            throw new NotebookFormatException(
                $"{name}: it is written in nbformat {format}; formats 3 and 4 can be read. "
                + "Open it in Jupyter and save it as nbformat 4.");
        }

        if (format == 3)
            Nbformat3.Upgrade(fields);
        JsonArray cells = fields.Array("cells");
        JsonObject metadata = fields.Object("metadata");
        foreach (string transient in (string[])["orig_nbformat", "orig_nbformat_minor", "signature"])
            metadata.Remove(transient);
        var document = new NotebookDocument { Metadata = metadata, Extra = fields.Rest };
        for (int i = 0; i < cells.Count; i++)
            document.Cells.Add(ReadCell(fields.Within($"cell {i + 1}", cells[i])));
        CellIds.Complete(document.Cells);
        return document;
    }

    private static JsonNode? ParseJson(ReadOnlySpan<byte> utf8, string name)
    {
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = 256, AllowDuplicateProperties = false };
            JsonNode? root = JsonNode.Parse(utf8, documentOptions: options);
            DecodeStrings(root);
            return root;
        }
        catch (JsonException e)
        {
            string what = utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0 ? "the file is empty"
                : e.LineNumber is null ? "a JSON object in it has the same field twice"
                : $"it is no JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
            throw new NotebookFormatException(
                $"{name}: {what}. Restore the file from its history, or mend it in a text editor.", e);
        }
        catch (InvalidOperationException e)
        {
            throw new NotebookFormatException(
                $"{name}: a text in it is not valid UTF-8. Save the file as UTF-8, or restore it from its history.", e);
        }
    }

    /// <summary>Reads every string once: badly encoded ones throw here and not later, when the notebook is used.</summary>
    private static void DecodeStrings(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject entries:
                foreach ((_, JsonNode? value) in entries)
                    DecodeStrings(value);
                break;
            case JsonArray items:
                foreach (JsonNode? item in items)
                    DecodeStrings(item);
                break;
            case JsonValue value:
                value.TryGetValue(out string? _);
                break;
        }
    }

    private static Cell ReadCell(JsonFields fields)
    {
        string type = fields.Text("cell_type");
        string id = fields.Text("id");
        string source = fields.Text("source");
        JsonObject metadata = fields.Object("metadata");
        metadata.Remove("trusted");
        switch (type)
        {
            case "markdown":
                return new MarkdownCell
                {
                    Id = id,
                    Source = source,
                    Metadata = metadata,
                    Attachments = Attachments(fields),
                    Extra = fields.Rest,
                };
            case "raw":
                return new RawCell
                {
                    Id = id,
                    Source = source,
                    Metadata = metadata,
                    Attachments = Attachments(fields),
                    Extra = fields.Rest,
                };
            case "code":
                var cell = new CodeCell { Id = id, Source = source, Metadata = metadata };
                cell.ExecutionCount = fields.Integer("execution_count");
                JsonArray outputs = fields.Array("outputs");
                for (int i = 0; i < outputs.Count; i++)
                    cell.Outputs.Add(ReadOutput(fields.Within($"output {i + 1} of {fields.Place}", outputs[i])));
                cell.Extra = fields.Rest;
                return cell;
            default:
                throw fields.Error($"{fields.Place} has cell_type \"{type}\", which is none of code, markdown, raw");
        }
    }

    private static JsonObject? Attachments(JsonFields fields) =>
        fields.Rest.ContainsKey("attachments") ? fields.Object("attachments") : null;

    private static Output ReadOutput(JsonFields fields)
    {
        string type = fields.Text("output_type");
        return type switch
        {
            "stream" => new StreamOutput(fields.Text("name"), fields.Text("text")) { Extra = fields.Rest },
            "display_data" => new DisplayOutput(MimeBundle.FromJson(fields.Object("data")), fields.Object("metadata"))
            {
                DisplayId = fields.Object("transient")["display_id"]?.ToString(),
                Extra = fields.Rest,
            },
            "execute_result" => new ResultOutput(
                fields.Integer("execution_count"), MimeBundle.FromJson(fields.Object("data")), fields.Object("metadata"))
            {
                Extra = fields.Rest,
            },
            "error" => new ErrorOutput(fields.Text("ename"), fields.Text("evalue"), Traceback(fields))
            {
                Extra = fields.Rest,
            },
            _ => throw fields.Error(
                $"{fields.Place} has output_type \"{type}\", which is none of stream, display_data, execute_result, error"),
        };
    }

    private static string[] Traceback(JsonFields fields)
    {
        JsonArray lines = fields.Array("traceback");
        return [.. lines.Select(line => line?.GetValueKind() == JsonValueKind.String
            ? line.GetValue<string>()
            : throw fields.Error($"a line of the traceback of {fields.Place} is no string"))];
    }
}
