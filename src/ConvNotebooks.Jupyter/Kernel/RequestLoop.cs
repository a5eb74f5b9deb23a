using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace ConvNotebooks.Jupyter;

/// <summary>
/// Handles the requests of one channel one after another: busy, outputs, reply, idle. A handler that throws costs its
/// own request an error reply and nothing else.
/// </summary>
internal sealed class RequestLoop(IEnumerable<IRequestHandler> handlers, Action<string> log)
{
    private readonly Dictionary<string, IRequestHandler> _handlers = handlers.ToDictionary(handler => handler.MessageType);
    private readonly Channel<Request> _queue = Channel.CreateUnbounded<Request>();
    private readonly List<Request> _waiting = [];

    /// <summary>The request that is being handled; null between requests.</summary>
    public Request? Current { get; private set; }

    public void Add(Request request) => _queue.Writer.TryWrite(request);

    public void Stop() => _queue.Writer.TryComplete();

    public async Task RunAsync()
    {
        await foreach (Request request in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (!await HandleAsync(request, aborted: false).ConfigureAwait(false))
                continue;
            foreach (Request waiting in _waiting)
                await HandleAsync(waiting, aborted: true).ConfigureAwait(false);
        }
    }

    /// <returns>True when the requests that were waiting when this one ended shall be aborted.</returns>
    private async Task<bool> HandleAsync(Request request, bool aborted)
    {
        Current = request;
        request.PublishStatus("busy");
        HandlerResult result = aborted && request.Message.Type == ExecuteHandler.Type
            ? new HandlerResult(Aborted())
            : await AnswerAsync(request).ConfigureAwait(false);
        if (result.AbortsQueued)
        {
            _waiting.Clear();
            while (_queue.Reader.TryRead(out Request? next))
                _waiting.Add(next);
        }

        if (result.Reply is not null)
            request.Reply(result.Reply);
        request.PublishStatus("idle");
        Current = null;
        return result.AbortsQueued;
    }

    private async Task<HandlerResult> AnswerAsync(Request request)
    {
        if (!_handlers.TryGetValue(request.Message.Type, out IRequestHandler? handler))
            return Unknown(request);
        try
        {
            return await handler.HandleAsync(request).ConfigureAwait(false);
        }
        catch (RequestException e)
        {
            log(e.Message);
            return new HandlerResult(request.IsRequest ? HandlerResult.Error("BadRequest", e.Message, []) : null);
        }
        catch (Exception e)
        {
            log(e.ToString());
            string message = $"JupyterKernel: {request.Message.Type} failed inside the kernel: {e.GetType().Name}: {e.Message}";
            return new HandlerResult(request.IsRequest ? HandlerResult.Error("KernelError", message, [message]) : null);
        }
    }

    private HandlerResult Unknown(Request request)
    {
        string type = request.Message.Type;
        string message = $"JupyterKernel: {(type.Length > 100 ? type[..100] + "..." : type)} is unknown here; "
            + $"known are {string.Join(", ", _handlers.Keys)}.";
        log(message);
        return new HandlerResult(request.IsRequest ? HandlerResult.Error("UnknownRequest", message, []) : null);
    }

    private static JsonObject Aborted() => new() { ["status"] = "aborted" };
}
