using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;

namespace ConvNotebooks.Jupyter.Tests;

/// <summary>The kernel as a process of its own, over tcp on loopback.</summary>
public sealed class KernelProcessTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly int[] _ports = FreePorts(5);
    private readonly WireFormat _wire = new("secret");
    private Process? _kernel;

    [Fact]
    public void Heartbeat_is_echoed_while_a_cell_is_busy_and_shutdown_ends_the_process()
    {
        Start();
        using var shell = new DealerSocket();
        shell.Connect(Address(0));
        using var control = new DealerSocket();
        control.Connect(Address(1));
        using var heart = new RequestSocket();
        heart.Connect(Address(4));

        Assert.Equal("ok", (string?)Ask(shell, "kernel_info_request", [])["status"]);
        Send(shell, "execute_request", new() { ["code"] = "while (true) { }" });
        heart.SendFrame("beat");
        Assert.True(heart.TryReceiveFrameString(Limit, out string? beat));
        Assert.Equal("beat", beat);
        Assert.Equal("ok", (string?)Ask(control, "shutdown_request", new() { ["restart"] = false })["status"]);
        Assert.True(_kernel!.WaitForExit(Limit));
        Assert.Equal(0, _kernel.ExitCode);
    }

    [Fact]
    public void A_wrongly_signed_request_is_dropped_and_logged()
    {
        Start();
        using var shell = new DealerSocket();
        shell.Connect(Address(0));
        string trace = _folder.File("executed");
        shell.SendMultipartBytes([.. new WireFormat("wrong").Encode(
            Request("execute_request", new() { ["code"] = $"File.WriteAllText(@\"{trace}\", \"\")" }))]);
        Assert.Equal("ok", (string?)Ask(shell, "kernel_info_request", [])["status"]);
        Assert.False(File.Exists(trace));
        _kernel!.Kill();
        Assert.Contains("Shell: Wire: the signature is wrong; the message was dropped.", _kernel.StandardError.ReadToEnd());
    }

    [Fact]
    public void A_cell_that_exits_says_so_before_the_process_ends()
    {
        Start();
        using var shell = new DealerSocket();
        shell.Connect(Address(0));
        JsonObject reply = Ask(shell, "execute_request", new() { ["code"] = "Environment.Exit(7);" });
        Assert.Equal(
            "The cell ended the kernel's process. Restart the kernel; its variables are gone.", (string?)reply["evalue"]);
        Assert.True(_kernel!.WaitForExit(Limit));
        Assert.Equal(7, _kernel.ExitCode);
    }

    [Fact]
    public void The_kernel_ends_when_its_parent_is_gone()
    {
        using var parent = Process.Start(new ProcessStartInfo("dotnet", ["--version"]) { RedirectStandardOutput = true })!;
        parent.WaitForExit();
        Start(parent.Id);
        Assert.True(_kernel!.WaitForExit(Limit));
        Assert.Equal(1, _kernel.ExitCode);
    }

    [Fact]
    public void A_connection_file_that_is_none_is_refused()
    {
        string path = _folder.File("none.json");
        File.WriteAllText(path, "{}");
        Assert.Equal(
            $"Kernel: {path} is no connection file (FormatException); needed JSON with ip, key and the five ports. "
            + "Jupyter writes one when it starts a kernel.",
            Assert.Throws<ConnectionFileException>(() => ConnectionFile.Read(path)).Message);
        File.WriteAllText(path, "{\"transport\": \"ipc\"}");
        Assert.Equal(
            $"Kernel: {path} asks for the transport ipc; this kernel has tcp. Start it with --transport=tcp.",
            Assert.Throws<ConnectionFileException>(() => ConnectionFile.Read(path)).Message);
    }

    public void Dispose()
    {
        if (_kernel is { HasExited: false })
            _kernel.Kill(entireProcessTree: true);
        _kernel?.Dispose();
        _folder.Dispose();
    }

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        Array.ForEach(listeners, listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        Array.ForEach(listeners, listener => listener.Stop());
        return ports;
    }

    private static Message Request(string type, JsonObject content) => new(
        [],
        new JsonObject { ["msg_id"] = Guid.NewGuid().ToString(), ["msg_type"] = type, ["session"] = "s", ["username"] = "t", ["version"] = "5.4" },
        [], [], content, []);

    private string Address(int channel) => $"tcp://127.0.0.1:{_ports[channel]}";

    private void Start(int? parent = null)
    {
        string path = _folder.File("connection.json");
        File.WriteAllText(path, new JsonObject
        {
            ["shell_port"] = _ports[0],
            ["control_port"] = _ports[1],
            ["iopub_port"] = _ports[2],
            ["stdin_port"] = _ports[3],
            ["hb_port"] = _ports[4],
            ["ip"] = "127.0.0.1",
            ["transport"] = "tcp",
            ["key"] = "secret",
            ["signature_scheme"] = "hmac-sha256",
        }.ToJsonString());
        var start = new ProcessStartInfo(Program.Command[0], [Program.Command[1], "kernel", "run", "--connection-file", path])
        {
            RedirectStandardError = true,
        };
        if (parent is not null)
            start.Environment[ParentWatch.Variable] = parent.ToString();
        _kernel = Process.Start(start)!;
    }

    private void Send(DealerSocket socket, string type, JsonObject content) =>
        socket.SendMultipartBytes([.. _wire.Encode(Request(type, content))]);

    private JsonObject Ask(DealerSocket socket, string type, JsonObject content)
    {
        Send(socket, type, content);
        NetMQMessage? frames = null;
        Assert.True(socket.TryReceiveMultipartMessage(Limit, ref frames), $"no reply to {type}");
        return _wire.Decode([.. frames!.Select(frame => frame.ToByteArray())]).Content;
    }
}
