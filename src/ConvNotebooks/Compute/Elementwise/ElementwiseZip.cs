using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>A function of two numbers, written once for every vector width; its fields are its constants.</summary>
internal interface IPairFunction
{
    V Of<L, V>(V a, V b)
        where L : ILanes<V>
        where V : unmanaged;
}

/// <summary>y[i] = f(a[i], b[i]); y may be a or b.</summary>
internal unsafe struct ElementwiseZip<TFunction>(TFunction function, float* a, float* b, float* y) : IElementStep
    where TFunction : unmanaged, IPairFunction
{
    public static int PartLength => 32 * 1024;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<L, V>(int i)
        where L : ILanes<V>
        where V : unmanaged => L.Store(function.Of<L, V>(L.Load(a + i), L.Load(b + i)), y + i);
}
