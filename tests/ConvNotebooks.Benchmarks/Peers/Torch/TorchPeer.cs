using System.Diagnostics;

namespace ConvNotebooks.Benchmarks;

/// <summary>PyTorch in a child process (Debian: python3-torch), timed by the child's own clock.</summary>
internal sealed class TorchPeer : IPeer
{
    private readonly TorchProcess? process;

    public TorchPeer()
    {
        process = TorchProcess.Start("torch_peer.py", out var reason);
        Version = process?.Hello["version"]!.GetValue<string>();
        Remark = process is null ? reason : $"in a child process, BLAS {process.Hello["blas"]}, MALLOC_MMAP_MAX_=0 so that outputs' memory is reused";
    }

    public string Name => "torch";

    public string? Version { get; }

    public string Remark { get; }

    public IEnumerable<IContestant> Prepare(ConvCase c)
    {
        var (s, p) = (c.Shape, c.Problem);
        yield return new Contestant(process!, new
        {
            @do = "prepare",
            pass = c.Pass.ToString(),
            threads = c.Threads,
            batch = p.Batch,
            channels = p.Channels,
            height = p.Height,
            width = p.Width,
            filters = p.Filters,
            fh = p.FilterHeight,
            fw = p.FilterWidth,
            stride = s.Stride,
            pad = s.Pad,
            dilation = s.Dilation,
            groups = s.Groups,
        });
    }

    public IEnumerable<IContestant> Prepare(NetCase c)
    {
        yield return new Contestant(process!, new
        {
            @do = "network",
            threads = c.Threads,
            input = new[] { c.InputShape.N, c.InputShape.C, c.InputShape.H, c.InputShape.W },
            layers = c.Network.Stages.Select(NetTorch.Layer),
            sources = c.Network.Stages.Select(stage => stage.From),
        });
    }

    public IEnumerable<Process> Processes => process is null ? [] : [process.Process];

    public void Dispose() => process?.Dispose();

    private sealed class Contestant : IContestant
    {
        private readonly TorchProcess process;

        public Contestant(TorchProcess process, object request)
        {
            this.process = process;
            Algorithm = process.Ask(request)["algorithm"]!.GetValue<string>();
        }

        public string Name => "torch";

        public bool InNetwork => false;

        public string Algorithm { get; }

        public double Run(int times) => process.Ask(new { @do = "run", times })["seconds"]!.GetValue<double>();

        public float[] Values(int[] places) =>
            [.. process.Ask(new { @do = "values", places })["values"]!.AsArray().Select(v => v!.GetValue<float>())];

        public void Dispose()
        {
        }
    }
}
