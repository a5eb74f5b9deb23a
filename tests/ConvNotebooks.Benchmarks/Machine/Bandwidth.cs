using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ConvNotebooks.Routines;

namespace ConvNotebooks.Benchmarks;

/// <summary>How fast one or more threads read float32 numbers, by how many there are: half of each cache, and memory.</summary>
internal static unsafe class Bandwidth
{
    private const long Memory = 256L << 20;

    /// <summary>A name and a number of bytes for each level of the memory.</summary>
    public static IEnumerable<(string Level, long Bytes)> Levels
    {
        get
        {
            for (var index = 0; index < 8; index++)
            {
                var folder = $"/sys/devices/system/cpu/cpu0/cache/index{index}";
                if (!File.Exists($"{folder}/size") || File.ReadAllText($"{folder}/type").StartsWith("Instruction", StringComparison.Ordinal))
                    continue;
                var kibibytes = long.Parse(File.ReadAllText($"{folder}/size").Trim().TrimEnd('K'), CultureInfo.InvariantCulture);
                yield return ("L" + File.ReadAllText($"{folder}/level").Trim(), kibibytes * 1024 / 2);
            }

            yield return ("DRAM", Memory);
        }
    }

    /// <summary>How fast so many threads read from a level; a thread has an L1 and an L2 of its own.</summary>
    public static LevelBandwidth Here(string level, long bytes, int threads) =>
        new(level, bytes, threads, Measure(level is "L1" or "L2" ? bytes * threads : bytes, threads));

    /// <summary>GB/s of so many threads together, each reading its own bytes over and over; the best of five.</summary>
    public static double Measure(long bytes, int threads)
    {
        var length = bytes / sizeof(float) / threads / 128 * 128;
        var passes = (int)Math.Max(1, (1L << 28) / bytes);
        var parts = Enumerable.Range(0, threads).Select(_ => new AlignedFloats(length)).ToArray();
        using var ready = new Barrier(threads);
        var best = 0.0;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var rates = new double[threads];
            var others = Enumerable.Range(1, threads - 1).Select(i => new Thread(() => rates[i] = Rate(parts[i], passes, ready))).ToArray();
            foreach (var other in others)
                other.Start();
            rates[0] = Rate(parts[0], passes, ready);
            foreach (var other in others)
                other.Join();
            best = Math.Max(best, rates.Sum());
        }

        return best;
    }

    private static double Rate(AlignedFloats floats, int passes, Barrier ready)
    {
        var sum = Sum(floats.Pointer, floats.Length);
        ready.SignalAndWait();
        var clock = Stopwatch.StartNew();
        for (var pass = 0; pass < passes; pass++)
            sum += Sum(floats.Pointer, floats.Length);
        var rate = (double)floats.Length * sizeof(float) * passes / clock.Elapsed.TotalSeconds / 1e9;
        GC.KeepAlive(floats);
        return sum == 0 ? rate : double.NaN;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Sum(float* from, long length)
    {
        Vector512<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (var end = from + length; from < end; from += 128)
        {
            a += Vector512.Load(from);
            b += Vector512.Load(from + 16);
            c += Vector512.Load(from + 32);
            d += Vector512.Load(from + 48);
            e += Vector512.Load(from + 64);
            f += Vector512.Load(from + 80);
            g += Vector512.Load(from + 96);
            h += Vector512.Load(from + 112);
        }

        return Vector512.Sum(a + b + (c + d) + (e + f + (g + h)));
    }
}
