using System.Text.Json.Nodes;

namespace ConvNotebooks.Jupyter;

/// <summary>Answers the messages of one type.</summary>
internal interface IRequestHandler
{
    /// <summary>The type, such as <c>execute_request</c>.</summary>
    string MessageType { get; }

    /// <summary>Does what is asked; outputs go out through the request meanwhile.</summary>
    /// <exception cref="RequestException">A field is missing or of the wrong type.</exception>
    Task<HandlerResult> HandleAsync(Request request);
}

/// <summary>What a handler leaves to be sent.</summary>
/// <param name="Reply">The reply's content; null for messages that have no reply.</param>
/// <param name="AbortsQueued">True when the execute requests that wait now shall not run.</param>
internal sealed record HandlerResult(JsonObject? Reply, bool AbortsQueued = false)
{
    /// <summary>A reply with status ok.</summary>
    public static HandlerResult Ok(JsonObject fields)
    {
        fields["status"] = "ok";
        return new HandlerResult(fields);
    }

    /// <summary>The content of an error reply.</summary>
    public static JsonObject Error(string name, string value, IReadOnlyList<string> traceback) => new()
    {
        ["status"] = "error",
        ["ename"] = name,
        ["evalue"] = value,
        ["traceback"] = new JsonArray([.. traceback.Select(line => (JsonNode)line)]),
    };
}
