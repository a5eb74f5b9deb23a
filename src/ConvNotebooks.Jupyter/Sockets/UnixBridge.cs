using System.Net;
using System.Net.Sockets;

namespace ConvNotebooks.Jupyter;

/// <summary>
/// Joins a Unix domain socket to a port on loopback, byte for byte: ZeroMQ speaks the same over both. NetMQ's own "ipc" is
/// tcp on a port made from the name, which no other ZeroMQ understands. Only the user who runs the kernel may connect.
/// </summary>
internal sealed class UnixBridge : IDisposable
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<Task> _joined = [];
    private readonly string _path;
    private readonly int _port;

    /// <summary>Begins to listen.</summary>
    /// <param name="path">The socket's file; one that an earlier kernel left is replaced.</param>
    /// <param name="port">The port on loopback to which every connection is joined.</param>
    /// <exception cref="ConnectionFileException">The file cannot be made, or its path is longer than the system's sockets allow.</exception>
    public UnixBridge(string path, int port)
    {
        (_path, _port) = (path, port);
        try
        {
            File.Delete(path);
            _listener.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            _listener.Listen();
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            _listener.Dispose();
            throw new ConnectionFileException(
                $"Kernel: no socket can be made at {path} ({e.Message.ReplaceLineEndings(" ")}). "
                + "Give --ip a shorter path in a folder that may be written, or start it with --transport=tcp.", e);
        }

        _ = AcceptAsync();
    }

    /// <summary>Takes no more connections, waits a second at most for what is still on its way, and removes the file.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(_path);
        Task[] joined;
        lock (_joined)
            joined = [.. _joined];
        Task.WaitAll(joined, Linger);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptAsync().ConfigureAwait(false);
                lock (_joined)
                {
                    _joined.RemoveAll(task => task.IsCompleted);
                    _joined.Add(JoinAsync(client));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed: nobody listens any more.
        }
    }

    private async Task JoinAsync(Socket client)
    {
        using var inner = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await inner.ConnectAsync(IPAddress.Loopback, _port).ConfigureAwait(false);
            await using var outside = new NetworkStream(client, ownsSocket: true);
            await using var inside = new NetworkStream(inner);
            await Task.WhenAny(outside.CopyToAsync(inside), inside.CopyToAsync(outside)).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // The kernel is closing.
            client.Dispose();
        }
    }
}
