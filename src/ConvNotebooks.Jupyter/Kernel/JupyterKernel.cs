using System.Text.Json.Nodes;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Jupyter;

/// <summary>
/// A C# kernel as a state machine: messages go in, messages come out, whatever carries them. Shell requests run in order
/// on a worker; control requests run beside them, so that a running cell can be interrupted.
/// </summary>
public sealed class JupyterKernel : IAsyncDisposable
{
    private readonly IMessageSink _sink;
    private readonly Action<string> _log;
    private readonly MessageFactory _messages;
    private readonly InputGate _input = new();
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RequestLoop _shell;
    private readonly RequestLoop _control;
    private readonly Lazy<CSharpSession> _session;
    private Task _work = Task.CompletedTask;

    /// <summary>Builds a kernel over a session.</summary>
    /// <param name="sink">Takes what the kernel sends.</param>
    /// <param name="session">Runs the cells: made at the first of them, so that a kernel can answer before; the kernel disposes it.</param>
    /// <param name="language">Completes and explains code; it is told of every cell that ran.</param>
    /// <param name="log">Takes a line for whatever was dropped or failed; nothing if null.</param>
    public JupyterKernel(IMessageSink sink, Lazy<CSharpSession> session, CSharpLanguage language, Action<string>? log = null)
    {
        _sink = sink;
        _log = log ?? (_ => { });
        _session = session;
        _messages = new MessageFactory(Guid.NewGuid().ToString("N"), () => DateTime.UtcNow);
        var history = new CellHistory();
        var kernelInfo = new KernelInfoHandler();
        _shell = new RequestLoop(
            [
                kernelInfo,
                new ExecuteHandler(session, language, history, _input),
                new IsCompleteHandler(),
                new CompleteHandler(session, language),
                new InspectHandler(language),
                new HistoryHandler(history),
                new CommInfoHandler(),
                new CommOpenHandler(),
                new CommMessageHandler("comm_msg"),
                new CommMessageHandler("comm_close"),
                new ShutdownHandler(restart => _ended.TrySetResult(restart)),
            ],
            _log);
        _control = new RequestLoop(
            [
                kernelInfo,
                new InterruptHandler(Interrupt),
                new ShutdownHandler(restart => _ended.TrySetResult(restart)),
            ],
            _log);
    }

    /// <summary>Ends when a client asked for shutdown, after the reply was sent; true when it will start another kernel.</summary>
    public Task<bool> Ended => _ended.Task;

    /// <summary>Announces the kernel and begins to handle requests.</summary>
    public void Start()
    {
        _sink.Send(KernelChannel.IOPub, _messages.ToAll(null, "status", new() { ["execution_state"] = "starting" }));
        _work = Task.WhenAll(_shell.Start("shell"), _control.Start("control"));
    }

    /// <summary>Takes one message that a client sent; returns at once.</summary>
    /// <param name="channel">Where it came in.</param>
    /// <param name="message">The message.</param>
    public void Receive(KernelChannel channel, Message message)
    {
        switch (channel)
        {
            case KernelChannel.Shell:
                _shell.Add(new Request(message, channel, _sink, _messages));
                break;
            case KernelChannel.Control:
                _control.Add(new Request(message, channel, _sink, _messages));
                break;
            case KernelChannel.Stdin when message.Type == "input_reply":
                Answer(new Request(message, channel, _sink, _messages));
                break;
            default:
                _log($"JupyterKernel: {message.Type} came on {channel}; only input_reply is known there.");
                break;
        }
    }

    /// <summary>Stops the cell that runs now, as far as its code lets it, and ends the wait for an answer.</summary>
    public void Interrupt()
    {
        _input.Cancel();
        if (_session.IsValueCreated)
            _session.Value.Interrupt();
    }

    /// <summary>Ends the request that runs now with an error, because the process is about to end.</summary>
    /// <param name="message">What the person reads.</param>
    public void Abandon(string message)
    {
        if (_shell.Current is not { } request)
            return;
        JsonObject error = HandlerResult.Error("KernelEnded", message, [message]);
        request.Reply((JsonObject)error.DeepClone());
        request.PublishError(error);
        request.PublishStatus("idle");
    }

    /// <summary>Takes no more requests, interrupts the running cell and lets go of the session.</summary>
    public async ValueTask DisposeAsync()
    {
        _shell.Stop();
        _control.Stop();
        Interrupt();
        await Task.WhenAny(_work, Task.Delay(TimeSpan.FromSeconds(3))).ConfigureAwait(false);
        if (_session.IsValueCreated)
            await _session.Value.DisposeAsync().ConfigureAwait(false);
    }

    private void Answer(Request reply)
    {
        try
        {
            _input.Answer(reply.Text("value"));
        }
        catch (RequestException e)
        {
            _log(e.Message);
        }
    }
}
