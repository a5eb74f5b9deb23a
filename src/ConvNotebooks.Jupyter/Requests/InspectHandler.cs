using System.Text.Json.Nodes;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Jupyter;

/// <summary><c>inspect_request</c>: what the symbol at the cursor is, with its documentation.</summary>
internal sealed class InspectHandler(CSharpLanguage language) : IRequestHandler
{
    public string MessageType => "inspect_request";

    public async Task<HandlerResult> HandleAsync(Request request)
    {
        string code = request.Text("code");
        int position = CodePoints.ToUtf16(code, request.Number("cursor_pos", int.MaxValue));
        Inspection? found = await language.InspectAsync(code, position).ConfigureAwait(false);
        return HandlerResult.Ok(new JsonObject
        {
            ["found"] = found is not null,
            ["data"] = found is null ? [] : new JsonObject { ["text/plain"] = found.Text },
            ["metadata"] = new JsonObject(),
        });
    }
}
