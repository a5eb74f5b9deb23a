using System.Text.Json.Nodes;

namespace ConvNotebooks.Jupyter;

/// <summary><c>history_request</c>: the cells that ran, by tail, range or search.</summary>
internal sealed class HistoryHandler(CellHistory history) : IRequestHandler
{
    public string MessageType => "history_request";

    public Task<HandlerResult> HandleAsync(Request request)
    {
        bool withOutput = request.Flag("output", false);
        int n = request.Number("n", int.MaxValue);
        IReadOnlyList<HistoryEntry> entries = request.Text("hist_access_type") switch
        {
            "tail" => history.Tail(n),
            "range" => history.Range(request.Number("session", 0), request.Number("start", 0), request.Number("stop", int.MaxValue)),
            "search" => history.Search(request.TextOrNull("pattern") ?? "*", n, request.Flag("unique", false)),
            string other => throw new RequestException(
                $"JupyterKernel: hist_access_type of history_request is \"{other}\"; needed tail, range or search."),
        };
        return Task.FromResult(HandlerResult.Ok(new JsonObject
        {
            ["history"] = new JsonArray([.. entries.Select(entry => (JsonNode)new JsonArray(
                CellHistory.Session,
                entry.Line,
                withOutput ? new JsonArray(entry.Input, entry.Output) : entry.Input))]),
        }));
    }
}
