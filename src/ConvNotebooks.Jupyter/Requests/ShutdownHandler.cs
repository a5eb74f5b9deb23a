using System.Text.Json.Nodes;

namespace ConvNotebooks.Jupyter;

/// <summary><c>shutdown_request</c>: tells everyone, then ends the kernel.</summary>
internal sealed class ShutdownHandler(Action<bool> end) : IRequestHandler
{
    public string MessageType => "shutdown_request";

    public Task<HandlerResult> HandleAsync(Request request)
    {
        bool restart = request.Flag("restart", false);
        request.Publish("shutdown_reply", new JsonObject { ["status"] = "ok", ["restart"] = restart });
        request.Reply(new JsonObject { ["status"] = "ok", ["restart"] = restart });
        end(restart);
        return Task.FromResult(new HandlerResult(null));
    }
}
