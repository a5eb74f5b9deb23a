using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// e^x in float32, the same bits everywhere, within 1 unit in the last place: x = n·ln 2 + r with |r| ≤ ln 2 / 2, a
/// polynomial of degree 7 in r, then a scaling by 2^n in two steps, so that subnormal results round once.
/// </summary>
internal static class Exponential
{
    // Chebyshev fit of (e^r - 1 - r) / r² on ±0.3468, least significant first.
    private const float C0 = 0.5f, C1 = 0.166666672f, C2 = 0.041666463f, C3 = 0.00833329838f, C4 = 0.00139336882f, C5 = 0.000198993352f;

    // ln 2 as a number of few bits, whose products with n are exact, and the rest.
    private const float Log2High = 0.693359375f, Log2Low = -2.12194440e-4f;

    // Adding and taking away 1.5 · 2^23 rounds to a whole number, ties to even.
    private const float Round = 12582912f;

    /// <summary>e^x. Below −104 it is 0, above 89 infinite.</summary>
    public static float Exp(float x) => Exp<Lanes1, float>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged
    {
        x = L.Clamp(x, L.Broadcast(-104f), L.Broadcast(89f));
        var n = L.Subtract(L.FusedMultiplyAdd(x, L.Broadcast(1.44269504f), L.Broadcast(Round)), L.Broadcast(Round));
        var r = L.FusedMultiplyAdd(n, L.Broadcast(-Log2High), x);
        r = L.FusedMultiplyAdd(n, L.Broadcast(-Log2Low), r);
        var q = L.FusedMultiplyAdd(L.Broadcast(C5), r, L.Broadcast(C4));
        q = L.FusedMultiplyAdd(q, r, L.Broadcast(C3));
        q = L.FusedMultiplyAdd(q, r, L.Broadcast(C2));
        q = L.FusedMultiplyAdd(q, r, L.Broadcast(C1));
        q = L.FusedMultiplyAdd(q, r, L.Broadcast(C0));
        var value = L.Add(L.Broadcast(1), L.FusedMultiplyAdd(L.Multiply(q, r), r, r));
        var half = L.Subtract(L.FusedMultiplyAdd(n, L.Broadcast(0.5f), L.Broadcast(Round)), L.Broadcast(Round));
        return L.Multiply(L.Multiply(value, L.PowerOfTwo(half)), L.PowerOfTwo(L.Subtract(n, half)));
    }
}
