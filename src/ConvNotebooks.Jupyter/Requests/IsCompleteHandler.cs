using System.Text.Json.Nodes;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Jupyter;

/// <summary><c>is_complete_request</c>: whether a console should run the code or ask for another line.</summary>
internal sealed class IsCompleteHandler : IRequestHandler
{
    public string MessageType => "is_complete_request";

    public Task<HandlerResult> HandleAsync(Request request)
    {
        (Completeness state, string indent) = CodeCompleteness.Of(request.Text("code"));
        var reply = new JsonObject { ["status"] = state.ToString().ToLowerInvariant() };
        if (state == Completeness.Incomplete)
            reply["indent"] = indent;
        return Task.FromResult(new HandlerResult(reply));
    }
}
