namespace ConvNotebooks.Benchmarks;

/// <summary>oneDNN 2 through its C API, where the system has libdnnl.so.2 (Debian: libdnnl2).</summary>
internal sealed unsafe class OneDnnPeer : IPeer
{
    private readonly nint engine, stream;

    public OneDnnPeer()
    {
        try
        {
            var version = Dnnl.Version();
            Dnnl.Check(Dnnl.CreateEngine(out engine, Dnnl.Cpu, 0), "creating the engine");
            Dnnl.Check(Dnnl.CreateStream(out stream, engine, Dnnl.InOrder), "creating a stream");
            Dnnl.SetThreads(1);
            Version = $"{version->Major}.{version->Minor}.{version->Patch}";
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            Remark = "libdnnl.so.2 or libgomp.so.1 is not installed (Debian: apt-get install libdnnl2)";
        }
    }

    public string Name => "onednn";

    public string? Version { get; }

    public string Remark { get; } = "in this process on GNU OpenMP, direct algorithm, layouts of its choice";

    public IEnumerable<IContestant> Prepare(ConvCase c)
    {
        var tensors = new OneDnnConvolution(engine, stream, c, inNetwork: false);
        yield return tensors;
        if (tensors.Reorders)
            yield return new OneDnnConvolution(engine, stream, c, inNetwork: true);
    }

    /// <summary>oneDNN has layers, not networks.</summary>
    public IEnumerable<IContestant> Prepare(NetCase c) => [];

    public void Dispose()
    {
        if (stream != 0)
            _ = Dnnl.DestroyStream(stream);
        if (engine != 0)
            _ = Dnnl.DestroyEngine(engine);
    }
}
