using System.Text.Json.Nodes;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Jupyter;

/// <summary>A cell's events as messages on IOPub.</summary>
internal static class EventMessages
{
    public static void Publish(Request request, CellEvent happened)
    {
        switch (happened)
        {
            case StreamEvent e:
                request.Publish("stream", new JsonObject { ["name"] = e.Name, ["text"] = e.Text });
                break;
            case DisplayEvent e:
                request.Publish("display_data", Shown(e.Data, e.Metadata, e.DisplayId));
                break;
            case UpdateDisplayEvent e:
                request.Publish("update_display_data", Shown(e.Data, e.Metadata, e.DisplayId));
                break;
            case ClearOutputEvent e:
                request.Publish("clear_output", new JsonObject { ["wait"] = e.Wait });
                break;
            case ResultEvent e:
                request.Publish("execute_result", new JsonObject
                {
                    ["execution_count"] = e.ExecutionCount,
                    ["data"] = Json(e.Data),
                    ["metadata"] = e.Metadata.DeepClone(),
                });
                break;
            case ErrorEvent e:
                request.PublishError(HandlerResult.Error(e.Name, e.Value, e.Traceback));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(happened));
        }
    }

    /// <summary>A bundle as messages carry it: texts whole, not in lines as notebook files keep them.</summary>
    public static JsonObject Json(MimeBundle data) =>
        new(data.Types.Select(type => KeyValuePair.Create(type, data.Json(type)?.DeepClone())));

    private static JsonObject Shown(MimeBundle data, JsonObject metadata, string id) => new()
    {
        ["data"] = Json(data),
        ["metadata"] = metadata.DeepClone(),
        ["transient"] = new JsonObject { ["display_id"] = id },
    };
}
