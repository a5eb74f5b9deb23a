using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>A function of one number, written once for every vector width; its fields are its constants.</summary>
internal interface IElementFunction
{
    V Of<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged;
}

/// <summary>y[i] = f(x[i]).</summary>
internal unsafe struct ElementwiseMap<TFunction>(TFunction function, float* x, float* y) : IElementStep
    where TFunction : unmanaged, IElementFunction
{
    public static int PartLength => 32 * 1024;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<L, V>(int i)
        where L : ILanes<V>
        where V : unmanaged => L.Store(function.Of<L, V>(L.Load(x + i)), y + i);
}
