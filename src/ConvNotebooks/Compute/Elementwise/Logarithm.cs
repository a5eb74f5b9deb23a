using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>
/// The natural logarithm in float32, the same bits everywhere, within 1 unit in the last place: x = m · 2^e with m in
/// [√½, √2), a polynomial in f = m − 1, plus e·ln 2 in two parts.
/// </summary>
internal static class Logarithm
{
    // Chebyshev fit of (log(1 + f) - f + f²/2) / f³ on [√½ - 1, √2 - 1], least significant first.
    private const float C0 = 0.333333313f, C1 = -0.249999896f, C2 = 0.200007081f, C3 = -0.166684806f, C4 = 0.142499372f,
        C5 = -0.124110505f, C6 = 0.116615109f, C7 = -0.115712009f, C8 = 0.0714975372f;

    private const float Log2High = 0.693359375f, Log2Low = -2.12194440e-4f;

    /// <summary>ln x; NaN below zero, −∞ at zero.</summary>
    public static float Log(float x) => Log<Lanes1, float>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<L, V>(V x)
        where L : ILanes<V>
        where V : unmanaged
    {
        // Subnormals are made normal first: 2^23 times as large.
        var tiny = L.Broadcast(1.17549435e-38f);
        var normal = L.IfLess(x, tiny, L.Multiply(x, L.Broadcast(8388608f)), x);
        var (mantissa, exponent) = L.Split(normal);
        exponent = L.IfLess(x, tiny, L.Subtract(exponent, L.Broadcast(23)), exponent);

        var f = L.Subtract(mantissa, L.Broadcast(1));
        var q = L.FusedMultiplyAdd(L.Broadcast(C8), f, L.Broadcast(C7));
        q = L.FusedMultiplyAdd(q, f, L.Broadcast(C6));
        q = L.FusedMultiplyAdd(q, f, L.Broadcast(C5));
        q = L.FusedMultiplyAdd(q, f, L.Broadcast(C4));
        q = L.FusedMultiplyAdd(q, f, L.Broadcast(C3));
        q = L.FusedMultiplyAdd(q, f, L.Broadcast(C2));
        q = L.FusedMultiplyAdd(q, f, L.Broadcast(C1));
        q = L.FusedMultiplyAdd(q, f, L.Broadcast(C0));
        var square = L.Multiply(f, f);
        var tail = L.FusedMultiplyAdd(L.Multiply(square, f), q, L.Multiply(exponent, L.Broadcast(Log2Low)));
        tail = L.FusedMultiplyAdd(square, L.Broadcast(-0.5f), tail);
        var value = L.FusedMultiplyAdd(exponent, L.Broadcast(Log2High), L.Add(f, tail));

        // Infinity and NaN are their own logarithms; zero gives -infinity, and what is below gives NaN.
        var zero = L.Broadcast(0);
        value = L.IfLess(x, L.Broadcast(float.PositiveInfinity), value, x);
        value = L.IfLess(x, tiny, L.IfLess(zero, x, value, L.Broadcast(float.NegativeInfinity)), value);
        return L.IfLess(x, zero, L.Broadcast(float.NaN), value);
    }
}
