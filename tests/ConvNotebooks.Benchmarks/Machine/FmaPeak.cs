using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// The most fused multiply-adds that the processor does a second, from registers: twelve independent chains, enough to cover
/// a latency of four or five cycles at two a cycle, and few enough for sixteen registers.
/// </summary>
internal static class FmaPeak
{
    private const int Chains = 12;

    /// <summary>Vector widths that this machine has in hardware with fused multiply-add, widest first.</summary>
    public static IEnumerable<int> Widths => new[]
    {
        (Bits: 512, Here: Vector512.IsHardwareAccelerated),
        (Bits: 256, Here: Vector256.IsHardwareAccelerated && Fma.IsSupported),
        (Bits: 128, Here: Vector128.IsHardwareAccelerated && (Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported)),
    }.Where(w => w.Here).Select(w => w.Bits);

    /// <summary>GFLOP/s of so many threads together: the best of five short measurements, 4 ms in all.</summary>
    public static double Best(int threads, int bits) => Enumerable.Range(0, 5).Max(_ => Measure(threads, bits, 0.0008));

    /// <summary>GFLOP/s of so many threads together, measured for about so long.</summary>
    public static double Measure(int threads, int bits, double seconds)
    {
        Action<int> loop = bits switch { 512 => Loop512, 256 => Loop256, 128 => Loop128, _ => Loop1 };
        var lanes = Math.Max(1, bits / 32);
        loop(1000);
        var one = Stopwatch.StartNew();
        loop(10_000);
        var steps = (int)Math.Clamp(10_000 * seconds / one.Elapsed.TotalSeconds, 1000, int.MaxValue);

        var rates = new double[threads];
        using var ready = new Barrier(threads);
        var others = Enumerable.Range(1, threads - 1).Select(i => new Thread(() => rates[i] = Rate(loop, steps, lanes, ready))).ToArray();
        foreach (var other in others)
            other.Start();
        rates[0] = Rate(loop, steps, lanes, ready);
        foreach (var other in others)
            other.Join();
        return rates.Sum();
    }

    private static double Rate(Action<int> loop, int steps, int lanes, Barrier ready)
    {
        ready.SignalAndWait();
        var clock = Stopwatch.StartNew();
        loop(steps);
        return 2.0 * Chains * lanes * steps / clock.Elapsed.TotalSeconds / 1e9;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Loop512(int steps)
    {
        Vector512<float> w = Vector512.Create(0.999f), v = Vector512.Create(1e-3f);
        Vector512<float> a = v, b = v, c = v, d = v, e = v, f = v, g = v, h = v, i = v, j = v, k = v, l = v;
        for (; steps > 0; steps--)
        {
            a = Vector512.FusedMultiplyAdd(a, w, v);
            b = Vector512.FusedMultiplyAdd(b, w, v);
            c = Vector512.FusedMultiplyAdd(c, w, v);
            d = Vector512.FusedMultiplyAdd(d, w, v);
            e = Vector512.FusedMultiplyAdd(e, w, v);
            f = Vector512.FusedMultiplyAdd(f, w, v);
            g = Vector512.FusedMultiplyAdd(g, w, v);
            h = Vector512.FusedMultiplyAdd(h, w, v);
            i = Vector512.FusedMultiplyAdd(i, w, v);
            j = Vector512.FusedMultiplyAdd(j, w, v);
            k = Vector512.FusedMultiplyAdd(k, w, v);
            l = Vector512.FusedMultiplyAdd(l, w, v);
        }

        Keep((a + b + c + d + (e + f + g + h) + (i + j + k + l)).ToScalar());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Loop256(int steps)
    {
        Vector256<float> w = Vector256.Create(0.999f), v = Vector256.Create(1e-3f);
        Vector256<float> a = v, b = v, c = v, d = v, e = v, f = v, g = v, h = v, i = v, j = v, k = v, l = v;
        for (; steps > 0; steps--)
        {
            a = Vector256.FusedMultiplyAdd(a, w, v);
            b = Vector256.FusedMultiplyAdd(b, w, v);
            c = Vector256.FusedMultiplyAdd(c, w, v);
            d = Vector256.FusedMultiplyAdd(d, w, v);
            e = Vector256.FusedMultiplyAdd(e, w, v);
            f = Vector256.FusedMultiplyAdd(f, w, v);
            g = Vector256.FusedMultiplyAdd(g, w, v);
            h = Vector256.FusedMultiplyAdd(h, w, v);
            i = Vector256.FusedMultiplyAdd(i, w, v);
            j = Vector256.FusedMultiplyAdd(j, w, v);
            k = Vector256.FusedMultiplyAdd(k, w, v);
            l = Vector256.FusedMultiplyAdd(l, w, v);
        }

        Keep((a + b + c + d + (e + f + g + h) + (i + j + k + l)).ToScalar());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Loop128(int steps)
    {
        Vector128<float> w = Vector128.Create(0.999f), v = Vector128.Create(1e-3f);
        Vector128<float> a = v, b = v, c = v, d = v, e = v, f = v, g = v, h = v, i = v, j = v, k = v, l = v;
        for (; steps > 0; steps--)
        {
            a = Vector128.FusedMultiplyAdd(a, w, v);
            b = Vector128.FusedMultiplyAdd(b, w, v);
            c = Vector128.FusedMultiplyAdd(c, w, v);
            d = Vector128.FusedMultiplyAdd(d, w, v);
            e = Vector128.FusedMultiplyAdd(e, w, v);
            f = Vector128.FusedMultiplyAdd(f, w, v);
            g = Vector128.FusedMultiplyAdd(g, w, v);
            h = Vector128.FusedMultiplyAdd(h, w, v);
            i = Vector128.FusedMultiplyAdd(i, w, v);
            j = Vector128.FusedMultiplyAdd(j, w, v);
            k = Vector128.FusedMultiplyAdd(k, w, v);
            l = Vector128.FusedMultiplyAdd(l, w, v);
        }

        Keep((a + b + c + d + (e + f + g + h) + (i + j + k + l)).ToScalar());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Loop1(int steps)
    {
        float w = 0.999f, v = 1e-3f;
        float a = v, b = v, c = v, d = v, e = v, f = v, g = v, h = v, i = v, j = v, k = v, l = v;
        for (; steps > 0; steps--)
        {
            a = MathF.FusedMultiplyAdd(a, w, v);
            b = MathF.FusedMultiplyAdd(b, w, v);
            c = MathF.FusedMultiplyAdd(c, w, v);
            d = MathF.FusedMultiplyAdd(d, w, v);
            e = MathF.FusedMultiplyAdd(e, w, v);
            f = MathF.FusedMultiplyAdd(f, w, v);
            g = MathF.FusedMultiplyAdd(g, w, v);
            h = MathF.FusedMultiplyAdd(h, w, v);
            i = MathF.FusedMultiplyAdd(i, w, v);
            j = MathF.FusedMultiplyAdd(j, w, v);
            k = MathF.FusedMultiplyAdd(k, w, v);
            l = MathF.FusedMultiplyAdd(l, w, v);
        }

        Keep(a + b + c + d + (e + f + g + h) + (i + j + k + l));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep(float value) => GC.KeepAlive(value == float.MaxValue ? string.Empty : null);
}
