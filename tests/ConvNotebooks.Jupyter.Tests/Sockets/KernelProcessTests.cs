using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;

namespace ConvNotebooks.Jupyter.Tests;

/// <summary>The kernel as a process of its own, over tcp on loopback.</summary>
public sealed class KernelProcessTests : IDisposable
{
    private readonly KernelClient _client = new();

    [Fact]
    public void Heartbeat_is_echoed_while_a_cell_is_busy_and_shutdown_ends_the_process()
    {
        _client.Start();
        using DealerSocket shell = _client.Shell();
        using DealerSocket control = _client.Control();
        using RequestSocket heart = _client.Heart();

        Assert.Equal("ok", (string?)_client.Ask(shell, "kernel_info_request", [])["status"]);
        _client.Send(shell, "execute_request", new() { ["code"] = "while (true) { }" });
        heart.SendFrame("beat");
        Assert.True(heart.TryReceiveFrameString(KernelClient.Limit, out string? beat));
        Assert.Equal("beat", beat);
        Assert.Equal("ok", (string?)_client.Ask(control, "shutdown_request", new() { ["restart"] = false })["status"]);
        Assert.True(_client.Process.WaitForExit(KernelClient.Limit));
        Assert.Equal(0, _client.Process.ExitCode);
    }

    [Fact]
    public void A_wrongly_signed_request_is_dropped_and_logged()
    {
        using var folder = new TemporaryFolder();
        _client.Start();
        using DealerSocket shell = _client.Shell();
        string trace = folder.File("executed");
        _client.Send(shell, "execute_request", new() { ["code"] = $"File.WriteAllText(@\"{trace}\", \"\")" }, new WireFormat("wrong"));
        Assert.Equal("ok", (string?)_client.Ask(shell, "kernel_info_request", [])["status"]);
        Assert.False(File.Exists(trace));
        _client.Process.Kill();
        Assert.Contains("Shell: Wire: the signature is wrong; the message was dropped.", _client.Process.StandardError.ReadToEnd());
    }

    [Fact]
    public void A_cell_that_exits_says_so_before_the_process_ends()
    {
        _client.Start();
        using DealerSocket shell = _client.Shell();
        JsonObject reply = _client.Run(shell, "Environment.Exit(7);");
        Assert.Equal(
            "The cell ended the kernel's process. Restart the kernel; its variables are gone.", (string?)reply["evalue"]);
        Assert.True(_client.Process.WaitForExit(KernelClient.Limit));
        Assert.Equal(7, _client.Process.ExitCode);
    }

    [Fact]
    public void A_cell_that_allocates_without_end_fails_and_the_next_one_runs()
    {
        _client.Start(("DOTNET_GCHeapHardLimit", "20000000"));
        using DealerSocket shell = _client.Shell();
        _client.Run(shell, "var kept = 41;");
        JsonObject reply = _client.Run(shell, "var all = new List<byte[]>();\nwhile (true) all.Add(new byte[1 << 20]);");
        Assert.Equal("System.OutOfMemoryException", (string?)reply["ename"]);
        Assert.Equal(
            "What this cell declared was let go, to free the memory; earlier variables are kept.", (string?)reply["traceback"]!.AsArray()[^1]);
        reply = _client.Run(shell, "Console.WriteLine(kept + new byte[100 << 20].Length)");
        Assert.True((string?)reply["status"] == "ok", reply.ToJsonString());
    }

    [Fact]
    public void A_cell_that_overflows_the_stack_for_good_ends_the_process_and_the_next_kernel_takes_its_place()
    {
        _client.Start();
        using DealerSocket shell = _client.Shell();
        Assert.Equal("ok", (string?)_client.Run(shell, "1")["status"]);
        _client.Send(shell, "execute_request", new() { ["code"] = "unsafe int F() { byte* p = stackalloc byte[1 << 28]; return p[0]; }\nF()" });
        Assert.True(_client.Process.WaitForExit(KernelClient.Limit));
        Assert.NotEqual(0, _client.Process.ExitCode);
        Assert.Contains("Stack overflow", _client.Process.StandardError.ReadToEnd());
        _client.Process.Dispose();
        _client.Start();
        Assert.Equal("ok", (string?)_client.Run(shell, "1 + 1")["status"]);
    }

    [Fact]
    public void The_kernel_ends_when_its_parent_is_gone()
    {
        using var parent = Process.Start(new ProcessStartInfo("dotnet", ["--version"]) { RedirectStandardOutput = true })!;
        parent.WaitForExit();
        _client.Start((ParentWatch.Variable, parent.Id.ToString(CultureInfo.InvariantCulture)));
        Assert.True(_client.Process.WaitForExit(KernelClient.Limit));
        Assert.Equal(1, _client.Process.ExitCode);
    }

    public void Dispose() => _client.Dispose();
}
