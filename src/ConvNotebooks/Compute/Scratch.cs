namespace ConvNotebooks.Routines;

/// <summary>Memory that a routine needs while it runs: a few buffers per thread, grown when too small, used again.</summary>
internal static unsafe class Scratch
{
    [ThreadStatic]
    private static AlignedFloats?[]? buffers;

    /// <summary>What a buffer is for; a routine's parts may use one while the routine that started them holds the others.</summary>
    public enum Use
    {
        Part,
        Input,
        Output,
        Table,
        WinogradInput,
        WinogradOutput,
        Gradient,
    }

    /// <summary>At least so many numbers, of any value, until this thread asks again for the same use.</summary>
    public static float* Floats(long length, Use use = Use.Part)
    {
        buffers ??= new AlignedFloats?[7];
        ref var buffer = ref buffers[(int)use];
        if (buffer is null || buffer.Length < length)
            buffer = new AlignedFloats(length);
        return buffer.Pointer;
    }
}
