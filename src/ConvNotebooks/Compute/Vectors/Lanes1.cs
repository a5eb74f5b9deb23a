using System.Runtime.CompilerServices;

namespace ConvNotebooks.Routines;

/// <summary>One number at a time: where there are no vectors, and the tail of every routine.</summary>
internal readonly unsafe struct Lanes1 : ILanes<float>
{
    public static int Count => 1;

    public static int TileRows => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(float* p) => *p;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadEvery(float* p, nint step) => *p;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float v, float* p) => *p = v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Broadcast(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float a, float b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float a, float b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float a, float b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sqrt(float a) => MathF.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FusedMultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float And(float a, float b) =>
        BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(a) & BitConverter.SingleToInt32Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Select(float mask, float yes, float no) => BitConverter.SingleToInt32Bits(mask) != 0 ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Rectify(float a) => a < 0 ? 0 : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Larger(float a, float b) => b > a || float.IsNaN(b) ? b : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Clamp(float a, float low, float high) => a < low ? low : a > high ? high : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float PowerOfTwo(float n) => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(n + 8388735f) << 23);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float IfLess(float a, float b, float yes, float no) => a < b ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (float Mantissa, float Exponent) Split(float a)
    {
        var exponent = (BitConverter.SingleToInt32Bits(a) - 0x3F3504F3) >> 23;
        return (BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(a) - (exponent << 23)), exponent);
    }
}
