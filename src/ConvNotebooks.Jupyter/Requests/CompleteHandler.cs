using System.Text.Json.Nodes;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Jupyter;

/// <summary><c>complete_request</c>: what could stand at the cursor.</summary>
internal sealed class CompleteHandler(Lazy<CSharpSession> session, CSharpLanguage language) : IRequestHandler
{
    public string MessageType => "complete_request";

    public async Task<HandlerResult> HandleAsync(Request request)
    {
        string code = request.Text("code");
        int position = CodePoints.ToUtf16(code, request.Number("cursor_pos", int.MaxValue));
        CompletionList named = session.IsValueCreated ? session.Value.CompleteNames(code, position) : new(position, position, []);
        CompletionList found = named.Items.Count > 0 ? named : await language.CompleteAsync(code, position).ConfigureAwait(false);
        int start = CodePoints.FromUtf16(code, found.Start);
        int end = CodePoints.FromUtf16(code, found.End);
        return HandlerResult.Ok(new JsonObject
        {
            ["matches"] = new JsonArray([.. found.Items.Select(item => (JsonNode)item.Text)]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] = new JsonArray([.. found.Items.Select(item => (JsonNode)new JsonObject
                {
                    ["start"] = start,
                    ["end"] = end,
                    ["text"] = item.Text,
                    ["type"] = item.Kind,
                })]),
            },
        });
    }
}
