using System.Runtime.InteropServices;

namespace ConvNotebooks.Routines;

/// <summary>Memory for float32 numbers outside the collected heap, at a multiple of 64 bytes, zero at first.</summary>
internal sealed unsafe class AlignedFloats
{
    public AlignedFloats(long length)
    {
        Length = length;
        Pointer = (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(length, 1) * sizeof(float), 64);
        NativeMemory.Clear(Pointer, (nuint)length * sizeof(float));
        GC.AddMemoryPressure(Math.Max(length, 1) * sizeof(float));
    }

    ~AlignedFloats()
    {
        NativeMemory.AlignedFree(Pointer);
        GC.RemoveMemoryPressure(Math.Max(Length, 1) * sizeof(float));
    }

    public long Length { get; }

    /// <summary>The first number. Whoever uses it keeps this object alive.</summary>
    public float* Pointer { get; }
}
