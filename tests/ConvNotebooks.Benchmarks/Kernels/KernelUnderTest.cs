using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ConvNotebooks.Jupyter;
using NetMQ;
using NetMQ.Sockets;

namespace ConvNotebooks.Benchmarks;

/// <summary>A kernel process and a front-end's shell socket to it, over tcp on loopback.</summary>
internal sealed class KernelUnderTest : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly string[] Channels = ["shell_port", "control_port", "iopub_port", "stdin_port", "hb_port"];

    private readonly WireFormat wire = new("key");
    private readonly DealerSocket shell = new();
    private readonly string folder = Directory.CreateTempSubdirectory("convnotebooks-").FullName;
    private readonly Process process;

    /// <summary>Starts a kernel; it is not ready yet.</summary>
    public KernelUnderTest(string program)
    {
        var ports = FreePorts();
        var connection = new JsonObject { ["ip"] = "127.0.0.1", ["transport"] = "tcp", ["key"] = "key", ["signature_scheme"] = "hmac-sha256" };
        foreach (var (channel, port) in Channels.Zip(ports))
            connection[channel] = port;
        var file = Path.Combine(folder, "connection.json");
        File.WriteAllText(file, connection.ToJsonString());
        process = Process.Start(new ProcessStartInfo(program, ["kernel", "run", "--connection-file", file]))!;
        // A front-end that tries again soon: what is measured is when the kernel is there, not when somebody looks.
        shell.Options.ReconnectInterval = TimeSpan.FromMilliseconds(2);
        shell.Connect($"tcp://127.0.0.1:{ports[0]}");
    }

    /// <summary>Sends a request and waits for its reply.</summary>
    /// <returns>The seconds between the two.</returns>
    /// <exception cref="InvalidOperationException">No reply came in a minute, or one that is an error.</exception>
    public double Ask(string type, JsonObject content)
    {
        var watch = Stopwatch.StartNew();
        var header = new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString(),
            ["msg_type"] = type,
            ["session"] = "benchmark",
            ["username"] = "benchmark",
            ["version"] = "5.4",
        };
        shell.SendMultipartBytes([.. wire.Encode(new Message([], header, [], [], content, []))]);
        NetMQMessage? frames = null;
        if (!shell.TryReceiveMultipartMessage(Limit, ref frames))
            throw new InvalidOperationException($"kernel: no reply to {type} in {Limit.TotalSeconds:0} s.");
        var elapsed = watch.Elapsed.TotalSeconds;
        var reply = wire.Decode([.. frames!.Select(frame => frame.ToByteArray())]).Content;
        return (string?)reply["status"] == "ok"
            ? elapsed
            : throw new InvalidOperationException($"kernel: the reply to {type} is {reply.ToJsonString()}");
    }

    public double Run(string code) => Ask("execute_request", new() { ["code"] = code });

    public double Complete(string code) => Ask("complete_request", new() { ["code"] = code, ["cursor_pos"] = code.Length });

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        shell.Dispose();
        Directory.Delete(folder, recursive: true);
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
