using System.Text.Json.Nodes;
using System.Threading.Channels;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Jupyter.Tests;

/// <summary>A front-end without sockets: sends requests into a kernel and reads what comes out, in order.</summary>
internal sealed class MemoryClient : IMessageSink, IAsyncDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Channel<(KernelChannel Channel, Message Message)> _sent =
        Channel.CreateUnbounded<(KernelChannel, Message)>();
    private readonly CSharpLanguage _language = new();
    private int _count;

    public MemoryClient()
    {
        Kernel = new JupyterKernel(this, new Lazy<CSharpSession>(() => new CSharpSession()), _language, Log.Add);
        Kernel.Start();
    }

    public JupyterKernel Kernel { get; }

    public List<string> Log { get; } = [];

    public void Send(KernelChannel channel, Message message) => _sent.Writer.TryWrite((channel, message));

    /// <summary>Sends a request and returns its id.</summary>
    public string Request(string type, JsonObject? content = null, KernelChannel channel = KernelChannel.Shell)
    {
        string id = $"request-{++_count}";
        var header = new JsonObject
        {
            ["msg_id"] = id,
            ["session"] = "client",
            ["username"] = "tester",
            ["date"] = "2026-01-01T00:00:00Z",
            ["msg_type"] = type,
            ["version"] = "5.4",
        };
        Kernel.Receive(channel, new Message([[1, 2, 3]], header, [], [], content ?? [], []));
        return id;
    }

    public string RequestCell(string code, bool allowStdin = false, bool stopOnError = true) =>
        Request("execute_request", new() { ["code"] = code, ["allow_stdin"] = allowStdin, ["stop_on_error"] = stopOnError });

    /// <summary>The next message, of whatever request.</summary>
    public async Task<(KernelChannel Channel, Message Message)> NextAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        return await _sent.Reader.ReadAsync(limit.Token);
    }

    /// <summary>What was sent because of a request, up to its idle.</summary>
    public async Task<List<(KernelChannel Channel, Message Message)>> UntilIdleAsync(string id)
    {
        List<(KernelChannel, Message)> seen = [];
        while (true)
        {
            (KernelChannel channel, Message message) = await NextAsync();
            if ((string?)message.ParentHeader["msg_id"] != id)
                continue;
            seen.Add((channel, message));
            if (message.Type == "status" && (string?)message.Content["execution_state"] == "idle")
                return seen;
        }
    }

    public Task<List<(KernelChannel Channel, Message Message)>> AskAsync(string type, JsonObject? content = null) =>
        UntilIdleAsync(Request(type, content));

    /// <summary>The reply's content.</summary>
    public async Task<JsonObject> ReplyAsync(string type, JsonObject? content = null) =>
        (await AskAsync(type, content)).Single(sent => sent.Channel == KernelChannel.Shell).Message.Content;

    public Task<List<(KernelChannel Channel, Message Message)>> RunAsync(string code) => UntilIdleAsync(RequestCell(code));

    public async ValueTask DisposeAsync()
    {
        await Kernel.DisposeAsync();
        _language.Dispose();
    }
}
