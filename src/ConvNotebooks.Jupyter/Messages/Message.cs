using System.Text.Json.Nodes;

namespace ConvNotebooks.Jupyter;

/// <summary>One message of the Jupyter protocol, version 5.4 (jupyter-client.readthedocs.io, "Messaging in Jupyter").</summary>
/// <param name="Identities">Routing frames before the delimiter: who sent a request, or the topic on IOPub.</param>
/// <param name="Header">Type, id, session, user, date and protocol version.</param>
/// <param name="ParentHeader">The header of the request that led to this message; empty where there was none.</param>
/// <param name="Metadata">Notes that most messages leave empty.</param>
/// <param name="Content">The fields of the message's type.</param>
/// <param name="Buffers">Binary frames after the content.</param>
public sealed record Message(
    IReadOnlyList<byte[]> Identities,
    JsonObject Header,
    JsonObject ParentHeader,
    JsonObject Metadata,
    JsonObject Content,
    IReadOnlyList<byte[]> Buffers)
{
    /// <summary>The type, such as <c>execute_request</c>; empty where the header has none.</summary>
    public string Type => Field("msg_type");

    /// <summary>The message's own id; empty where the header has none.</summary>
    public string Id => Field("msg_id");

    private string Field(string name) => Header[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
