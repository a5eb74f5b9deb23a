namespace ConvNotebooks.Routines;

/// <summary>
/// e^x in float32, the same bits everywhere: x = n·ln 2 + r with |r| ≤ ln 2 / 2, a polynomial in r, then a scaling by 2^n in
/// two exact steps, so that subnormal results round once.
/// </summary>
internal static class Exponential
{
    // Minimax coefficients of (e^r - 1 - r) / r² on [-0.3466, 0.3466], least significant first.
    private const float C2 = 0.5f, C3 = 0.166666657f, C4 = 0.0416664667f, C5 = 0.00833345205f, C6 = 0.00139304355f, C7 = 0.000198511f;

    public static float Exp(float x)
    {
        if (float.IsNaN(x))
            return x;
        var clamped = Math.Clamp(x, -104f, 89f);
        const float magic = 12582912f;
        var shifted = MathF.FusedMultiplyAdd(clamped, 1.44269504f, magic);
        var n = shifted - magic;
        var r = MathF.FusedMultiplyAdd(n, -0.693359375f, clamped);
        r = MathF.FusedMultiplyAdd(n, 2.12194440e-4f, r);
        var q = MathF.FusedMultiplyAdd(C7, r, C6);
        q = MathF.FusedMultiplyAdd(q, r, C5);
        q = MathF.FusedMultiplyAdd(q, r, C4);
        q = MathF.FusedMultiplyAdd(q, r, C3);
        q = MathF.FusedMultiplyAdd(q, r, C2);
        var tail = MathF.FusedMultiplyAdd(q * r, r, r);
        var value = 1 + tail;
        var half = (int)n >> 1;
        return value * Power(half) * Power((int)n - half);
    }

    private static float Power(int n) => BitConverter.Int32BitsToSingle((n + 127) << 23);
}
