namespace ConvNotebooks.Jupyter;

/// <summary><c>interrupt_request</c>: stops the running cell.</summary>
internal sealed class InterruptHandler(Action interrupt) : IRequestHandler
{
    public string MessageType => "interrupt_request";

    public Task<HandlerResult> HandleAsync(Request request)
    {
        interrupt();
        return Task.FromResult(HandlerResult.Ok([]));
    }
}
