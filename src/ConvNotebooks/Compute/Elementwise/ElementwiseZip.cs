using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>A function of two numbers, written once for every vector width; its fields are its constants.</summary>
internal interface IPairFunction
{
    V Of<L, V>(V a, V b)
        where L : ILanes<V>
        where V : unmanaged;
}

/// <summary>
/// y[i] = f(a[i], b[i]), in parts of a fixed length; the tail one number at a time. Lane 0 is the lowest index. y may be a or b.
/// </summary>
internal readonly unsafe struct ElementwiseZip<TFunction>(TFunction function, float* a, float* b, float* y, int length) : IRoutine
    where TFunction : unmanaged, IPairFunction
{
    private const int PartLength = 32 * 1024;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = new Job { Function = function, A = a, B = b, Y = y, Length = length };
        Workers.For((length + PartLength - 1) / PartLength, &Part<L, V>, &job, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        var i = part * PartLength;
        var end = Math.Min(job->Length, i + PartLength);
        float* a = job->A, b = job->B, y = job->Y;
        var function = job->Function;
        for (; i + L.Count <= end; i += L.Count)
            L.Store(function.Of<L, V>(L.Load(a + i), L.Load(b + i)), y + i);
        for (; i < end; i++)
            y[i] = function.Of<Lanes1, float>(a[i], b[i]);
    }

    private struct Job
    {
        public TFunction Function;
        public float* A, B, Y;
        public int Length;
    }
}
