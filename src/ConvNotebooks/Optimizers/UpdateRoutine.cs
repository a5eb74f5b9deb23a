using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>How an optimizer changes one weight, written once for every vector width.</summary>
internal interface IUpdateRule
{
    /// <summary>Numbers that are remembered for each weight: 0, 1 or 2.</summary>
    static abstract int Memory { get; }

    /// <summary>The new weight.</summary>
    V Update<L, V>(V weight, V gradient, ref V first, ref V second)
        where L : ILanes<V>
        where V : unmanaged;
}

/// <summary>
/// w[i] = rule(w[i], g[i], memory of i), in parts of a fixed length; the tail one number at a time. Lane 0 is the lowest
/// index. Every operation works on one element and rounds once, so that neither width nor threads change a bit.
/// </summary>
internal readonly unsafe struct UpdateRoutine<TRule>(TRule rule, float* weights, float* gradient, float* first, float* second, int length) : IRoutine
    where TRule : unmanaged, IUpdateRule
{
    private const int PartLength = 16 * 1024;

    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = new Job { Rule = rule, W = weights, G = gradient, First = first, Second = second, Length = length };
        Workers.For((length + PartLength - 1) / PartLength, &Part<L, V>, &job, 4L * length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        var i = part * PartLength;
        var end = Math.Min(job->Length, i + PartLength);
        for (; i + L.Count <= end; i += L.Count)
            Apply<L, V>(job, i);
        for (; i < end; i++)
            Apply<Lanes1, float>(job, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Apply<L, V>(Job* job, int i)
        where L : ILanes<V>
        where V : unmanaged
    {
        var first = TRule.Memory >= 1 ? L.Load(job->First + i) : default;
        var second = TRule.Memory >= 2 ? L.Load(job->Second + i) : default;
        L.Store(job->Rule.Update<L, V>(L.Load(job->W + i), L.Load(job->G + i), ref first, ref second), job->W + i);
        if (TRule.Memory >= 1)
            L.Store(first, job->First + i);
        if (TRule.Memory >= 2)
            L.Store(second, job->Second + i);
    }

    private struct Job
    {
        public TRule Rule;
        public float* W, G, First, Second;
        public int Length;
    }
}
