using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Jupyter.Tests;

/// <summary>10,000 hostile messages: nothing of them may run, the kernel goes on answering, and its memory stays flat.</summary>
[Collection(OneProcess.Name)]
public sealed class WireFuzzTests : IMessageSink
{
    private const int Rounds = 10_000;
    private const int Seed = 20_260_401;
    private const long Growth = 32 << 20;

    /// <summary>Makes every message heavy: 5,000 that were kept would weigh 100 MB, three times the growth allowed.</summary>
    private static readonly string Padding = new('x', 10_000);
    private const string Executed = "wire-fuzz-executed";

    private static readonly string[] Types =
    [
        "kernel_info_request", "is_complete_request", "history_request", "comm_info_request", "comm_open", "comm_msg",
        "interrupt_request", "debug_request", "execute_request", "input_reply", "nonsense", "",
    ];

    private static readonly string[] Values =
    [
        "null", "7", "-1e308", "\"text\"", "\"\\ud83d\\ude00\"", "[]", "{}", "{\"a\":{\"a\":{}}}", "true", "\"range\"", "99999999999999",
    ];

    private readonly WireFormat _format = new("key");
    private readonly Random _random = new(Seed);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _asked = new();
    private int _refused;
    private int _taken;

    void IMessageSink.Send(KernelChannel channel, Message message)
    {
        if (message.Type == "kernel_info_reply" && _asked.TryGetValue((string)message.ParentHeader["msg_id"]!, out TaskCompletionSource? asked))
            asked.TrySetResult();
    }

    [Fact]
    public async Task Nothing_hostile_runs_and_the_kernel_goes_on()
    {
        AppDomain.CurrentDomain.SetData(Executed, null);
        using var language = new CSharpLanguage();
        await using var kernel = new JupyterKernel(this, new Lazy<CSharpSession>(() => new CSharpSession()), language);
        kernel.Start();
        long half = 0;
        for (int round = 0; round < Rounds; round++)
        {
            if (round == Rounds / 2)
                half = await MemoryAsync(kernel);
            Receive(kernel, Hostile(round), (KernelChannel)_random.Next(4));
        }

        long end = await MemoryAsync(kernel);
        Assert.Null(AppDomain.CurrentDomain.GetData(Executed));
        Assert.True(end - half < Growth, $"seed {Seed}: {(end - half) / 1024.0 / 1024:0.0} MiB more after the second half");
        Assert.True(_refused > Rounds / 2 && _taken > Rounds / 10, $"seed {Seed}: {_refused} refused, {_taken} taken");
    }

    /// <summary>The bytes in use once the kernel has answered everything so far.</summary>
    private async Task<long> MemoryAsync(JupyterKernel kernel)
    {
        foreach (KernelChannel channel in (KernelChannel[])[KernelChannel.Shell, KernelChannel.Control])
        {
            string id = $"asked-{_asked.Count}";
            TaskCompletionSource asked = _asked[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Receive(kernel, new WireFormat("key").Encode(Request(id, "kernel_info_request", [])), channel);
            await asked.Task.WaitAsync(MemoryClient.Limit);
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private void Receive(JupyterKernel kernel, IReadOnlyList<byte[]> frames, KernelChannel channel)
    {
        try
        {
            Message message = _format.Decode(frames);
            _taken++;
            kernel.Receive(channel, message);
        }
        catch (WireException)
        {
            _refused++;
        }
    }

    private IReadOnlyList<byte[]> Hostile(int round)
    {
        var code = new JsonObject { ["code"] = $"AppDomain.CurrentDomain.SetData(\"{Executed}\", 1); // {Padding}" };
        Message execute = Request($"m{round}", "execute_request", code);
        switch (round % 6)
        {
            case 0:
                return [.. Enumerable.Range(0, _random.Next(12)).Select(_ => Noise())];
            case 1:
                return new WireFormat("guess").Encode(execute);
            case 2:
                byte[][] frames = [.. new WireFormat("key").Encode(execute)];
                frames[_random.Next(2, frames.Length)] = Noise();
                return frames;
            case 3:
                byte[][] bytes = [.. new WireFormat("key").Encode(execute)];
                byte[] frame = bytes[_random.Next(1, bytes.Length)];
                frame[_random.Next(frame.Length)] ^= (byte)_random.Next(1, 256);
                return bytes;
            case 4:
                return new WireFormat("key").Encode(Request("replayed", "comm_info_request", []));
            default:
                var odd = new JsonObject { ["padding"] = Padding };
                foreach (string field in (string[])["code", "cursor_pos", "hist_access_type", "n", "comm_id", "silent", "value"])
                    odd[field] = JsonNode.Parse(Values[_random.Next(Values.Length)]);
                string type = Types[_random.Next(Types.Length)];
                if (type == "execute_request")
                    odd["code"] = 7;
                return new WireFormat("key").Encode(Request($"m{round}", type, odd));
        }
    }

    private byte[] Noise()
    {
        byte[] noise = new byte[_random.Next(200)];
        _random.NextBytes(noise);
        return _random.Next(4) == 0 ? "<IDS|MSG>"u8.ToArray() : _random.Next(3) == 0 ? Encoding.UTF8.GetBytes("{\"a\":") : noise;
    }

    private static Message Request(string id, string type, JsonObject content) =>
        new([[1]], new JsonObject { ["msg_id"] = id, ["msg_type"] = type }, [], [], content, []);
}
