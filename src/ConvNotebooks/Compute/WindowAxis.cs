using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>A window that slides along one axis of an input: which of its taps and which outputs meet inside the input, not in its padding.</summary>
/// <param name="Inputs">Pixels of the input.</param>
/// <param name="Outputs">Outputs.</param>
/// <param name="Size">Taps of the window.</param>
/// <param name="Stride">Pixels from one output's window to the next one's.</param>
/// <param name="Pad">Pixels of padding before the first.</param>
/// <param name="Dilation">Pixels from one tap to the next; 1 is dense.</param>
internal readonly record struct WindowAxis(int Inputs, int Outputs, int Size, int Stride, int Pad, int Dilation = 1)
{
    /// <summary>The taps of an output that are inside, [From, To).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int From, int To) TapsOf(int output)
    {
        // 0 <= start + tap * dilation < inputs.
        var start = output * Stride - Pad;
        var from = start >= 0 ? 0 : (Dilation - 1 - start) / Dilation;
        var to = start >= Inputs ? 0 : Math.Min(Size, (Inputs - 1 - start) / Dilation + 1);
        return from < to ? (from, to) : default;
    }

    /// <summary>The outputs whose tap of that number is inside, [From, To).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int From, int To) OutputsOf(int tap)
    {
        // 0 <= output * stride - first < inputs.
        var first = Pad - tap * Dilation;
        var last = Inputs - 1 + first;
        var from = first <= 0 ? 0 : (first + Stride - 1) / Stride;
        var to = last < 0 ? 0 : Math.Min(Outputs, last / Stride + 1);
        return from < to ? (from, to) : default;
    }

    /// <summary>The outputs whose windows are inside as a whole, [From, To).</summary>
    public (int From, int To) Whole()
    {
        var from = Pad <= 0 ? 0 : (Pad + (long)Stride - 1) / Stride;
        var room = Inputs + (long)Pad - ((Size - 1L) * Dilation + 1);
        var to = room < 0 ? 0 : Math.Min(Outputs, room / Stride + 1);
        return from < to ? ((int)from, (int)to) : default;
    }
}
