using System.Net;
using System.Net.Sockets;

namespace ConvNotebooks.Jupyter.Tests;

public sealed class UnixBridgeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TcpListener _inside = new(IPAddress.Loopback, 0);

    public UnixBridgeTests() => _inside.Start();

    private int Port => ((IPEndPoint)_inside.LocalEndpoint).Port;

    [Fact]
    public async Task Bytes_go_both_ways_and_the_last_ones_arrive()
    {
        string path = _folder.File("socket-1");
        File.WriteAllText(path, "left by an earlier kernel");
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        byte[] received = new byte[8];
        using (new UnixBridge(path, Port))
        {
            await client.ConnectAsync(new UnixDomainSocketEndPoint(path));
            using Socket kernel = await _inside.AcceptSocketAsync();
            await client.SendAsync(new byte[] { 1, 2, 3 });
            Assert.Equal(3, await kernel.ReceiveAsync(received));
            await kernel.SendAsync(new byte[] { 4, 5 });
        }

        Assert.Equal(2, await client.ReceiveAsync(received));
        Assert.Equal([4, 5], received[..2]);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Nobody_else_may_connect()
    {
        string path = _folder.File("socket-2");
        using var bridge = new UnixBridge(path, Port);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_path_that_no_socket_can_have_is_refused()
    {
        string path = _folder.File(new string('x', 200));
        var error = Assert.Throws<ConnectionFileException>(() => new UnixBridge(path, Port));
        Assert.StartsWith($"Kernel: no socket can be made at {path} (", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Give --ip a shorter path in a folder that may be written, or start it with --transport=tcp.", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _inside.Stop();
        _folder.Dispose();
    }
}
