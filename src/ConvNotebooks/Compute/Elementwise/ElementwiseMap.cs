using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>A function of one number, written once for every vector width; its fields are its constants.</summary>
internal interface IElementFunction
{
    V Of<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged;
}

/// <summary>
/// y[i] = f(x[i]), in parts of a fixed length; the tail one number at a time. Lane 0 is the lowest index.
/// </summary>
internal readonly unsafe struct ElementwiseMap<TFunction>(TFunction function, float* x, float* y, int length) : IRoutine
    where TFunction : unmanaged, IElementFunction
{
    private const int PartLength = 32 * 1024;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = new Job { Function = function, X = x, Y = y, Length = length };
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
        float* x = job->X, y = job->Y;
        var function = job->Function;
        for (; i + L.Count <= end; i += L.Count)
            L.Store(function.Of<L, V>(L.Load(x + i)), y + i);
        for (; i < end; i++)
            y[i] = function.Of<Lanes1, float>(x[i]);
    }

    private struct Job
    {
        public TFunction Function;
        public float* X, Y;
        public int Length;
    }
}
