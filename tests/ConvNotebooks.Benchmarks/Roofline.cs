using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ConvNotebooks.Routines;

namespace ConvNotebooks.Benchmarks;

/// <summary>What the machine can do at most: fused multiply-adds from registers, and numbers read from each cache and from memory.</summary>
internal static unsafe class Roofline
{
    private const int Steps = 100_000;
    private const int ChainCount = 12;

    /// <summary>The FMA peak of the given number of threads at the width that routines use, in GFLOP/s; takes about 5 ms.</summary>
    public static double Peak(int threads)
    {
        var best = 0.0;
        var before = Compute.Threads;
        Compute.Threads = threads;
        for (var i = 0; i < 3; i++)
        {
            var clock = Stopwatch.StartNew();
            Lanes.Start(new Chains(threads));
            best = Math.Max(best, 2.0 * threads * Steps * ChainCount * Math.Max(1, Lanes.Bits / 32) / clock.Elapsed.TotalSeconds / 1e9);
        }

        Compute.Threads = before;
        return best;
    }

    public static void Print()
    {
        Console.WriteLine(Compute.Description);
        foreach (var threads in Enumerable.Range(1, Environment.ProcessorCount))
            Console.WriteLine(FormattableString.Invariant($"FMA peak, {threads} threads: {Peak(threads),7:F0} GFLOP/s"));
        foreach (var kib in new[] { 16, 256, 4096, 262144 })
            Console.WriteLine(FormattableString.Invariant($"reading {kib,7} KiB, 1 thread: {Bandwidth(kib * 1024L),7:F0} GB/s"));
    }

    private static double Bandwidth(long bytes)
    {
        var floats = new AlignedFloats(bytes / 4);
        var best = 0.0;
        for (var i = 0; i < 8; i++)
        {
            var passes = (int)Math.Max(1, (1 << 28) / bytes);
            var clock = Stopwatch.StartNew();
            for (var pass = 0; pass < passes; pass++)
                Read(floats.Pointer, floats.Length);
            best = Math.Max(best, (double)bytes * passes / clock.Elapsed.TotalSeconds / 1e9);
        }

        GC.KeepAlive(floats);
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Read(float* from, long length)
    {
        Vector512<float> a = default, b = default, c = default, d = default;
        for (var end = from + length; from < end; from += 64)
        {
            a += Vector512.Load(from);
            b += Vector512.Load(from + 16);
            c += Vector512.Load(from + 32);
            d += Vector512.Load(from + 48);
        }

        return (a + b + (c + d)).ToScalar();
    }

    private readonly struct Chains(int threads) : IRoutine
    {
        public void Run<L, V>()
            where L : ILanes<V>
            where V : unmanaged => Workers.For(threads, &Chain<L, V>, null, long.MaxValue);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Chain<L, V>(void* state, int part)
            where L : ILanes<V>
            where V : unmanaged
        {
            V w = L.Broadcast(0.999f), v = L.Broadcast(1e-3f);
            V a = v, b = v, c = v, d = v, e = v, f = v, g = v, h = v, i = v, j = v, k = v, l = v;
            for (var step = 0; step < Steps; step++)
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

            var results = stackalloc float[64];
            L.Store(L.Add(L.Add(L.Add(a, b), L.Add(c, d)), L.Add(L.Add(L.Add(e, f), L.Add(g, h)), L.Add(L.Add(i, j), L.Add(k, l)))), results);
        }
    }
}
