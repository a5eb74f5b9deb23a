using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace ConvNotebooks.Jupyter;

/// <summary>
/// Handles the requests of one channel one after another: busy, outputs, reply, idle. A handler that throws costs its
/// own request an error reply and nothing else. The loop has a thread of its own: a cell that keeps the thread pool busy must not
/// keep an interrupt waiting.
/// </summary>
internal sealed class RequestLoop(IEnumerable<IRequestHandler> handlers, Action<string> log)
{
    private readonly Dictionary<string, IRequestHandler> _handlers = handlers.ToDictionary(handler => handler.MessageType);
    private readonly BlockingCollection<Request> _queue = [];
    private readonly List<Request> _waiting = [];

    /// <summary>The request that is being handled; null between requests.</summary>
    public Request? Current { get; private set; }

    /// <summary>Queues a request; one that comes after <see cref="Stop"/> is dropped.</summary>
    public void Add(Request request)
    {
        try
        {
            _queue.Add(request);
        }
        catch (InvalidOperationException)
        {
            // The kernel is ending.
        }
    }

    public void Stop() => _queue.CompleteAdding();

    /// <summary>Starts the thread.</summary>
    /// <returns>Ends when the loop was stopped and its last request is answered.</returns>
    public Task Start(string name)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            foreach (Request request in _queue.GetConsumingEnumerable())
                Serve(request);
            ended.SetResult();
        })
        { IsBackground = true, Name = name }.Start();
        return ended.Task;
    }

    private void Serve(Request request)
    {
        if (!HandleAsync(request, aborted: false).GetAwaiter().GetResult())
            return;
        foreach (Request waiting in _waiting)
            HandleAsync(waiting, aborted: true).GetAwaiter().GetResult();
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
            while (_queue.TryTake(out Request? next))
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
            JsonObject error = HandlerResult.Error("KernelError", message, [message]);
            if (request.Message.Type == ExecuteHandler.Type)
                request.PublishError((JsonObject)error.DeepClone());
            return new HandlerResult(request.IsRequest ? error : null);
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
