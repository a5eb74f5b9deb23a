namespace ConvNotebooks.Routines;

/// <summary>Memory that a routine needs while it runs: one buffer per thread, grown when it is too small, used again.</summary>
internal static unsafe class Scratch
{
    [ThreadStatic]
    private static AlignedFloats? buffer;

    /// <summary>At least so many numbers, of any value, until this thread asks again.</summary>
    public static float* Floats(long length)
    {
        if (buffer is null || buffer.Length < length)
            buffer = new AlignedFloats(length);
        return buffer.Pointer;
    }
}
