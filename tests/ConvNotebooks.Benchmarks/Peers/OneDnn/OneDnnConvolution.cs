using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// A convolution of oneDNN's in the layouts that the library chooses. Filters that go in are reordered once, as a cache of
/// packed filters would; activations, and a filter gradient that comes out, are reordered from and to plain tensors within
/// every run, unless the form is in-network, where they stay as the library likes them.
/// </summary>
internal sealed unsafe class OneDnnConvolution : IContestant
{
    private readonly nint engine, stream, description, primitive;
    private readonly ConvCase c;
    private readonly List<DnnlMemory> memories = [];
    private readonly List<Step> before = [], after = [];
    private readonly List<Dnnl.Argument> arguments = [];
    private readonly DnnlMemory result;

    public OneDnnConvolution(nint engine, nint stream, ConvCase c, bool inNetwork)
    {
        (this.engine, this.stream, this.c, InNetwork) = (engine, stream, c, inNetwork);
        Dnnl.SetThreads(c.Threads);
        var sizes = new DnnlSizes(c);
        description = sizes.Description(engine, c.Pass);
        Dnnl.Check(Dnnl.CreatePrimitive(out primitive, description), "creating a convolution");
        Dnnl.Check(Dnnl.Query(description, Dnnl.QueryName, 0, out var name), "asking for the algorithm");
        Algorithm = Marshal.PtrToStringUTF8(name)!;
        switch (c.Pass)
        {
            case Pass.Forward:
                Activations(Dnnl.Source, Dnnl.QuerySource, c.Input, sizes.Input);
                Filters(c.Filters, sizes);
                var bias = Add(DnnlMemory.Describe(Dnnl.A, c.Biases.Length));
                c.Biases.CopyTo(bias.Floats);
                arguments.Add(new(Dnnl.Bias, bias.Handle));
                result = Result(Dnnl.Destination, Dnnl.QueryDestination, DnnlMemory.Describe(Dnnl.Nchw, sizes.Output));
                break;
            case Pass.InputGradient:
                Activations(Dnnl.DestinationGradient, Dnnl.QueryDestinationGradient, c.OutputGradient, sizes.Output);
                Filters(c.Filters, sizes);
                result = Result(Dnnl.SourceGradient, Dnnl.QuerySourceGradient, DnnlMemory.Describe(Dnnl.Nchw, sizes.Input));
                break;
            default:
                Activations(Dnnl.Source, Dnnl.QuerySource, c.Input, sizes.Input);
                Activations(Dnnl.DestinationGradient, Dnnl.QueryDestinationGradient, c.OutputGradient, sizes.Output);
                result = Result(Dnnl.WeightsGradient, Dnnl.QueryWeightsGradient, sizes.PlainFilters);
                break;
        }
    }

    public string Name => "onednn";

    public bool InNetwork { get; }

    public string Algorithm { get; }

    /// <summary>Whether the library's own layouts differ from plain tensors: whether there is an in-network form at all.</summary>
    public bool Reorders => before.Count + after.Count > 0;

    public double Run(int times)
    {
        Dnnl.SetThreads(c.Threads);
        var all = InNetwork ? [Convolve()] : (Step[])[.. before, Convolve(), .. after];
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < times; i++)
            Execute(all);
        return clock.Elapsed.TotalSeconds;
    }

    public float[] Values(int[] places)
    {
        if (InNetwork)
            Execute([.. after]);
        return Array.ConvertAll(places, i => result.Floats[i]);
    }

    public void Dispose()
    {
        foreach (var step in before.Concat(after))
            _ = Dnnl.DestroyPrimitive(step.Primitive);
        foreach (var memory in memories)
            memory.Dispose();
        _ = Dnnl.DestroyPrimitive(primitive);
        _ = Dnnl.DestroyDescription(description);
    }

    private Step Convolve() => new(primitive, [.. arguments]);

    private void Execute(ReadOnlySpan<Step> steps)
    {
        foreach (var step in steps)
        {
            fixed (Dnnl.Argument* a = step.Arguments)
                Dnnl.Check(Dnnl.Execute(step.Primitive, stream, step.Arguments.Length, a), "a run");
        }

        Dnnl.Check(Dnnl.Wait(stream), "waiting");
    }

    private void Activations(int kind, int query, float[] values, ReadOnlySpan<long> sizes) =>
        arguments.Add(new(kind, In(query, values, DnnlMemory.Describe(Dnnl.Nchw, sizes), before).Handle));

    private void Filters(float[] values, DnnlSizes sizes)
    {
        List<Step> once = [];
        arguments.Add(new(Dnnl.Weights, In(Dnnl.QueryWeights, values, sizes.PlainFilters, once).Handle));
        foreach (var step in once)
            _ = Dnnl.DestroyPrimitive(step.Primitive);
    }

    private DnnlMemory In(int query, float[] values, byte[] plainDescriptor, List<Step> steps)
    {
        var plain = Add(plainDescriptor);
        values.CopyTo(plain.Floats);
        if (plain.HasLayoutOf(Asked(query)))
            return plain;
        var own = Add(Asked(query));
        var reorder = Reorder(plain, own);
        Execute([reorder]);
        steps.Add(reorder);
        return own;
    }

    /// <summary>The memory where a run leaves the result as a plain tensor.</summary>
    private DnnlMemory Result(int kind, int query, byte[] plainDescriptor)
    {
        var own = Add(Asked(query));
        arguments.Add(new(kind, own.Handle));
        if (own.HasLayoutOf(plainDescriptor))
            return own;
        var plain = Add(plainDescriptor);
        after.Add(Reorder(own, plain));
        return plain;
    }

    private byte[] Asked(int query) => new ReadOnlySpan<byte>(Dnnl.QueryMemory(description, query, 0), Dnnl.MemoryDescriptorBytes).ToArray();

    private Step Reorder(DnnlMemory from, DnnlMemory to) =>
        new(from.ReorderTo(to, engine), [new(Dnnl.Source, from.Handle), new(Dnnl.Destination, to.Handle)]);

    private DnnlMemory Add(byte[] descriptor)
    {
        var memory = new DnnlMemory(engine, descriptor);
        memories.Add(memory);
        return memory;
    }

    private sealed record Step(nint Primitive, Dnnl.Argument[] Arguments);
}
