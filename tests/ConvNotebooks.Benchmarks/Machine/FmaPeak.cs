using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ConvNotebooks.Routines;

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
        Action<int> loop = bits switch
        {
            512 => Loop<Lanes512, Vector512<float>>,
            256 => Loop<Lanes256, Vector256<float>>,
            128 => Loop<Lanes128, Vector128<float>>,
            _ => Loop<Lanes1, float>,
        };
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
    private static void Loop<L, V>(int steps)
        where L : ILanes<V>
        where V : unmanaged
    {
        V w = L.Broadcast(0.999f), v = L.Broadcast(1e-3f);
        V a = v, b = v, c = v, d = v, e = v, f = v, g = v, h = v, i = v, j = v, k = v, l = v;
        for (; steps > 0; steps--)
        {
            a = L.FusedMultiplyAdd(a, w, v);
            b = L.FusedMultiplyAdd(b, w, v);
            c = L.FusedMultiplyAdd(c, w, v);
            d = L.FusedMultiplyAdd(d, w, v);
            e = L.FusedMultiplyAdd(e, w, v);
            f = L.FusedMultiplyAdd(f, w, v);
            g = L.FusedMultiplyAdd(g, w, v);
            h = L.FusedMultiplyAdd(h, w, v);
            i = L.FusedMultiplyAdd(i, w, v);
            j = L.FusedMultiplyAdd(j, w, v);
            k = L.FusedMultiplyAdd(k, w, v);
            l = L.FusedMultiplyAdd(l, w, v);
        }

        Keep<L, V>(L.Add(L.Add(L.Add(L.Add(a, b), L.Add(c, d)), L.Add(L.Add(e, f), L.Add(g, h))), L.Add(L.Add(i, j), L.Add(k, l))));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void Keep<L, V>(V sum)
        where L : ILanes<V>
        where V : unmanaged
    {
        var numbers = stackalloc float[L.Count];
        L.Store(sum, numbers);
        GC.KeepAlive(*numbers == float.MaxValue ? string.Empty : null);
    }
}
