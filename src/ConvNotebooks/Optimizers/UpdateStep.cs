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

/// <summary>w[i] = rule(w[i], g[i], memory of i); every operation rounds once.</summary>
internal unsafe struct UpdateStep<TRule>(TRule rule, float* weights, float* gradient, float* first, float* second) : IElementStep
    where TRule : unmanaged, IUpdateRule
{
    public static int PartLength => 16 * 1024;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<L, V>(int i)
        where L : ILanes<V>
        where V : unmanaged
    {
        var m = TRule.Memory >= 1 ? L.Load(first + i) : default;
        var v = TRule.Memory >= 2 ? L.Load(second + i) : default;
        L.Store(rule.Update<L, V>(L.Load(weights + i), L.Load(gradient + i), ref m, ref v), weights + i);
        if (TRule.Memory >= 1)
            L.Store(m, first + i);
        if (TRule.Memory >= 2)
            L.Store(v, second + i);
    }
}
