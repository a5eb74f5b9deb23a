using ConvNotebooks.Routines;

namespace ConvNotebooks.Benchmarks;

/// <summary>A tensor in a layout of oneDNN's, in aligned memory of its own.</summary>
internal sealed unsafe class DnnlMemory : IDisposable
{
    private readonly byte[] descriptor;
    private readonly AlignedFloats floats;

    /// <summary>Memory for a descriptor that the library filled in.</summary>
    public DnnlMemory(nint engine, byte[] descriptor)
    {
        this.descriptor = descriptor;
        fixed (byte* d = descriptor)
        {
            floats = new((long)Dnnl.Size(d) / sizeof(float));
            Dnnl.Check(Dnnl.CreateMemory(out var handle, d, engine, floats.Pointer), "creating memory");
            Handle = handle;
        }
    }

    public nint Handle { get; }

    public Span<float> Floats => new(floats.Pointer, checked((int)floats.Length));

    /// <summary>The descriptor of a tensor in the given layout.</summary>
    public static byte[] Describe(int layout, params ReadOnlySpan<long> sizes)
    {
        var descriptor = new byte[Dnnl.MemoryDescriptorBytes];
        fixed (byte* d = descriptor)
        fixed (long* s = sizes)
            Dnnl.Check(Dnnl.Describe(d, sizes.Length, s, Dnnl.Float, layout), "describing memory");
        return descriptor;
    }

    public bool HasLayoutOf(byte[] other)
    {
        fixed (byte* d = descriptor, o = other)
            return Dnnl.Equal(d, o) != 0;
    }

    /// <summary>The primitive that copies this into the other's layout.</summary>
    public nint ReorderTo(DnnlMemory other, nint engine)
    {
        fixed (byte* from = descriptor, to = other.descriptor)
        {
            Dnnl.Check(Dnnl.DescribeReorder(out var description, from, engine, to, engine, 0), "describing a reorder");
            Dnnl.Check(Dnnl.CreatePrimitive(out var primitive, description), "creating a reorder");
            _ = Dnnl.DestroyDescription(description);
            return primitive;
        }
    }

    public void Dispose()
    {
        _ = Dnnl.DestroyMemory(Handle);
        GC.KeepAlive(floats);
    }
}
