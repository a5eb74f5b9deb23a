using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;

namespace ConvNotebooks.Jupyter.Tests;

/// <summary>A kernel as a process of its own, and the front-end's end of its sockets, over tcp on loopback.</summary>
internal sealed class KernelClient : IDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string[] Channels = ["shell_port", "control_port", "iopub_port", "stdin_port", "hb_port"];

    private readonly WireFormat _wire = new("secret");
    private readonly int[] _ports = FreePorts();
    private readonly TemporaryFolder _folder = new();

    public Process Process { get; private set; } = null!;

    /// <summary>Starts a kernel on the ports of this client: a new one, as Jupyter does after the earlier one ended.</summary>
    public void Start(params (string Variable, string Value)[] environment)
    {
        var connection = new JsonObject { ["ip"] = "127.0.0.1", ["transport"] = "tcp", ["key"] = "secret", ["signature_scheme"] = "hmac-sha256" };
        foreach ((string channel, int port) in Channels.Zip(_ports))
            connection[channel] = port;
        string path = _folder.File("connection.json");
        File.WriteAllText(path, connection.ToJsonString());
        var start = new ProcessStartInfo(Program.Command[0], [Program.Command[1], "kernel", "run", "--connection-file", path])
        {
            RedirectStandardError = true,
        };
        foreach ((string variable, string value) in environment)
            start.Environment[variable] = value;
        Process = Process.Start(start)!;
    }

    public DealerSocket Shell() => Connected(new DealerSocket(), 0);

    public DealerSocket Control() => Connected(new DealerSocket(), 1);

    public RequestSocket Heart() => Connected(new RequestSocket(), 4);

    public void Send(DealerSocket socket, string type, JsonObject content, WireFormat? format = null) =>
        socket.SendMultipartBytes([.. (format ?? _wire).Encode(new Message(
            [],
            new JsonObject { ["msg_id"] = Guid.NewGuid().ToString(), ["msg_type"] = type, ["session"] = "s", ["username"] = "t", ["version"] = "5.4" },
            [], [], content, []))]);

    /// <summary>Sends a request and waits for the reply's content.</summary>
    public JsonObject Ask(DealerSocket socket, string type, JsonObject content)
    {
        Send(socket, type, content);
        NetMQMessage? frames = null;
        Assert.True(socket.TryReceiveMultipartMessage(Limit, ref frames), $"no reply to {type}");
        return _wire.Decode([.. frames!.Select(frame => frame.ToByteArray())]).Content;
    }

    public JsonObject Run(DealerSocket shell, string code) => Ask(shell, "execute_request", new() { ["code"] = code });

    public void Dispose()
    {
        if (Process is { HasExited: false })
            Process.Kill(entireProcessTree: true);
        Process?.Dispose();
        _folder.Dispose();
    }

    private T Connected<T>(T socket, int channel)
        where T : NetMQSocket
    {
        socket.Connect($"tcp://127.0.0.1:{_ports[channel]}");
        return socket;
    }

    private static int[] FreePorts()
    {
        TcpListener[] listeners = [.. Channels.Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        Array.ForEach(listeners, listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        Array.ForEach(listeners, listener => listener.Stop());
        return ports;
    }
}
