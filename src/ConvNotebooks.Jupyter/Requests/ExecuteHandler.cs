using System.Text.Json.Nodes;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Jupyter;

/// <summary><c>execute_request</c>: runs a cell and publishes what it puts out, in order.</summary>
internal sealed class ExecuteHandler(
    Lazy<CSharpSession> session, CSharpLanguage language, CellHistory history, InputGate input) : IRequestHandler
{
    public const string Type = "execute_request";

    private int _count;

    public string MessageType => Type;

    public async Task<HandlerResult> HandleAsync(Request request)
    {
        ExecuteRequest cell = ExecuteRequest.Read(request);
        int count = cell.StoreHistory ? ++_count : Math.Max(_count, 1);
        if (!cell.Silent)
            request.Publish("execute_input", new JsonObject { ["code"] = cell.Code, ["execution_count"] = count });
        if (PageQuery.SymbolOf(cell.Code) is { } symbol)
            return Reply(cell, count, null, await PageAsync(symbol).ConfigureAwait(false), []);

        string? result = null;
        CellResult outcome = await RunAsync(request, cell, count, happened =>
        {
            result = happened is ResultEvent shown ? shown.Data.Text("text/plain") : result;
            if (!cell.Silent)
                EventMessages.Publish(request, happened);
        }).ConfigureAwait(false);
        if (cell.StoreHistory)
            history.Add(count, cell.Code, result);
        foreach (SubmittedCode code in session.Value.TakeSubmitted())
            language.AddCell(code);
        if (!outcome.Succeeded)
            return Reply(cell, count, outcome.Error, [], []);
        return Reply(cell, count, null, [], await EvaluateAsync(cell.UserExpressions, count).ConfigureAwait(false));
    }

    private async Task<CellResult> RunAsync(Request request, ExecuteRequest cell, int count, Action<CellEvent> sink)
    {
        input.Open(cell.AllowStdin ? request : null);
        TextReader earlier = Console.In;
        Func<string, bool, string> earlierSource = CellInput.Source;
        Console.SetIn(new InputReader(input));
        CellInput.Source = input.Ask;
        try
        {
            return await session.Value.ExecuteAsync(cell.Code, count, sink).ConfigureAwait(false);
        }
        finally
        {
            input.Open(null);
            CellInput.Source = earlierSource;
            Console.SetIn(earlier);
        }
    }

    private async Task<JsonArray> PageAsync(string symbol)
    {
        Inspection? found = await language.InspectAsync(symbol, symbol.Length).ConfigureAwait(false);
        return
        [
            new JsonObject
            {
                ["source"] = "page",
                ["data"] = new JsonObject { ["text/plain"] = found?.Text ?? $"Nothing is known of {symbol}." },
                ["start"] = 0,
            },
        ];
    }

    private async Task<JsonObject> EvaluateAsync(JsonObject expressions, int count)
    {
        var values = new JsonObject();
        foreach ((string name, JsonNode? expression) in expressions)
        {
            MimeBundle? data = null;
            string code = expression is JsonValue value && value.TryGetValue(out string? text) ? text : "";
            CellResult outcome = await session.Value.ExecuteAsync(
                code, count, happened => data = (happened as ResultEvent)?.Data ?? data).ConfigureAwait(false);
            values[name] = outcome.Error is { } error
                ? HandlerResult.Error(error.Name, error.Value, error.Traceback)
                : new JsonObject
                {
                    ["status"] = "ok",
                    ["data"] = data is null ? [] : EventMessages.Json(data),
                    ["metadata"] = new JsonObject(),
                };
        }

        return values;
    }

    private static HandlerResult Reply(
        ExecuteRequest cell, int count, ErrorEvent? error, JsonArray payload, JsonObject expressions)
    {
        JsonObject reply = error is null
            ? new() { ["status"] = "ok" }
            : HandlerResult.Error(error.Name, error.Value, error.Traceback);
        reply["execution_count"] = count;
        reply["payload"] = payload;
        reply["user_expressions"] = expressions;
        return new HandlerResult(reply, AbortsQueued: error is not null && cell.StopOnError);
    }
}
