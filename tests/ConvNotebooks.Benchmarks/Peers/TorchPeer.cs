using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ConvNotebooks.Benchmarks;

/// <summary>PyTorch from Debian's python3-torch, in a process of its own that takes its own times.</summary>
internal sealed class TorchPeer : IPeer
{
    private readonly Process? python;

    public TorchPeer()
    {
        const string Interpreter = "/usr/bin/python3";
        if (!File.Exists(Interpreter))
            return;
        python = Process.Start(new ProcessStartInfo(Interpreter, [Path.Combine(AppContext.BaseDirectory, "Peers", "torch_peer.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        });
        Version = Ask("version");
    }

    public string Name => "torch";

    public string? Version { get; }

    public IEnumerable<IContestant> Prepare(ConvCase c)
    {
        var p = c.Problem;
        var folder = Directory.CreateTempSubdirectory("convnotebooks-torch").FullName;
        Write(folder, "input", c.Input);
        Write(folder, "filters", c.Filters);
        Write(folder, "biases", c.Biases);
        Write(folder, "gradient", c.OutputGradient);
        var answer = Ask($"prepare {c.Pass} {c.Threads} {folder} {p.Batch} {p.Channels} {p.Height} {p.Width} {p.Filters} {p.FilterHeight} "
            + $"{p.FilterWidth} {p.StrideH} {p.StrideW} {p.PadTop} {p.PadLeft} {p.PadTop} {p.PadLeft} {p.DilationH} {p.DilationW} {p.Groups}");
        if (answer == "ok")
            yield return new Call(this, folder, c.ResultLength);
    }

    public void Dispose()
    {
        python?.StandardInput.Close();
        python?.WaitForExit();
        python?.Dispose();
    }

    private static void Write(string folder, string name, float[] values) =>
        File.WriteAllBytes(Path.Combine(folder, name), MemoryMarshal.AsBytes<float>(values));

    private string? Ask(string command)
    {
        python!.StandardInput.WriteLine(command);
        python.StandardInput.Flush();
        return python.StandardOutput.ReadLine();
    }

    private sealed class Call(TorchPeer peer, string folder, int length) : IContestant
    {
        public string Name => "torch";

        public bool InNetwork => false;

        public double Run(int times) => double.Parse(peer.Ask($"run {times}")!, CultureInfo.InvariantCulture);

        public float[]? Result()
        {
            var path = Path.Combine(folder, "result");
            peer.Ask($"result {path}");
            var values = new float[length];
            File.ReadAllBytes(path).AsSpan().CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }
}
