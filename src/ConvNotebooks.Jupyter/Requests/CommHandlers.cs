using System.Text.Json.Nodes;

namespace ConvNotebooks.Jupyter;

/// <summary><c>comm_info_request</c>: this kernel keeps no comms open.</summary>
internal sealed class CommInfoHandler : IRequestHandler
{
    public string MessageType => "comm_info_request";

    public Task<HandlerResult> HandleAsync(Request request) =>
        Task.FromResult(HandlerResult.Ok(new JsonObject { ["comms"] = new JsonObject() }));
}

/// <summary><c>comm_open</c>: every target is unknown here, so the comm is closed again, as the protocol asks.</summary>
internal sealed class CommOpenHandler : IRequestHandler
{
    public string MessageType => "comm_open";

    public Task<HandlerResult> HandleAsync(Request request)
    {
        request.Publish("comm_close", new JsonObject { ["comm_id"] = request.Text("comm_id"), ["data"] = new JsonObject() });
        return Task.FromResult(new HandlerResult(null));
    }
}

/// <summary>Messages of comms that are closed already; the protocol has no answer to them.</summary>
internal sealed class CommMessageHandler(string type) : IRequestHandler
{
    public string MessageType => type;

    public Task<HandlerResult> HandleAsync(Request request) => Task.FromResult(new HandlerResult(null));
}
