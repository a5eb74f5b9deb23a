using System.Net;
using System.Net.Sockets;

namespace ConvNotebooks.Tests.Data;

/// <summary>Serves one content on 127.0.0.1, and can break off, ignore ranges or refuse.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly HttpListener listener;

    public LoopbackServer(byte[] content)
    {
        Content = content;
        (listener, Address) = Listen();
        _ = Answer();
    }

    public Uri Address { get; }

    public byte[] Content { get; set; }

    /// <summary>How many bytes the next answer sends before it waits for <see cref="Break"/> and cuts the connection.</summary>
    public int? BreakAfter { get; set; }

    /// <summary>Set when the connection may be cut: a cut drops what the client has not read.</summary>
    public TaskCompletionSource Break { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool KnowsRanges { get; set; } = true;

    public HttpStatusCode? Refusal { get; set; }

    /// <summary>The Range header of each request; empty without one.</summary>
    public List<string> Ranges { get; } = [];

    public void Dispose()
    {
        Break.TrySetResult();
        listener.Close();
    }

    internal static (HttpListener Listener, Uri Address) Listen()
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/data/file.bin");
            probe.Stop();
            var listener = new HttpListener { Prefixes = { address.GetLeftPart(UriPartial.Authority) + "/" } };
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException)
            {
                // Another process took the port in between: try the next.
            }
        }
    }

    private async Task Answer()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var range = context.Request.Headers["Range"] ?? "";
            Ranges.Add(range);
            var from = KnowsRanges && range.Length > 0 ? int.Parse(range["bytes=".Length..^1], null) : 0;
            var response = context.Response;
            response.StatusCode = (int)(Refusal ?? (from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK));
            if (from > 0)
                response.AddHeader("Content-Range", $"bytes {from}-{Content.Length - 1}/{Content.Length}");
            response.ContentLength64 = Refusal is null ? Content.Length - from : 0;
            try
            {
                if (Refusal is null)
                    await response.OutputStream.WriteAsync(Content.AsMemory(from, BreakAfter ?? Content.Length - from));
                if (BreakAfter is null)
                {
                    response.Close();
                }
                else
                {
                    await response.OutputStream.FlushAsync();
                    await Break.Task;
                    response.Abort();
                }
            }
            catch (HttpListenerException)
            {
                // The client hung up first.
            }

            BreakAfter = null;
        }
    }
}
