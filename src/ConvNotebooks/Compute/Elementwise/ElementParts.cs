using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>What a routine does at an index, or at a vector of neighbouring ones, for every vector width; its fields are what it works on.</summary>
internal interface IElementStep
{
    /// <summary>Indices of a part.</summary>
    static abstract int PartLength { get; }

    void At<L, V>(int i)
        where L : ILanes<V>
        where V : unmanaged;
}

/// <summary>
/// Does the same at every index from 0 on, in parts of a fixed length: a vector at a time, the last ones of a part one by one. Lane 0
/// is the lowest index. No index depends on another, so that neither width nor threads change a bit.
/// </summary>
/// <param name="step">What is done.</param>
/// <param name="length">Indices.</param>
/// <param name="work">The whole work, as <see cref="Workers.For"/> counts it.</param>
internal readonly unsafe struct ElementParts<TStep>(TStep step, int length, long work) : IRoutine
    where TStep : unmanaged, IElementStep
{
    public void Run<L, V>()
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = new Job { Step = step, Length = length };
        Workers.For((length + TStep.PartLength - 1) / TStep.PartLength, &Part<L, V>, &job, work);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<L, V>(void* state, int part)
        where L : ILanes<V>
        where V : unmanaged
    {
        var job = (Job*)state;
        var i = part * TStep.PartLength;
        var end = Math.Min(job->Length, i + TStep.PartLength);
        var step = job->Step;
        for (; i + L.Count <= end; i += L.Count)
            step.At<L, V>(i);
        for (; i < end; i++)
            step.At<Lanes1, float>(i);
    }

    private struct Job
    {
        public TStep Step;
        public int Length;
    }
}
