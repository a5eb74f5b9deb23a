using System.Diagnostics;
using System.Globalization;

namespace ConvNotebooks.Benchmarks;

/// <summary>
/// How busy other processes kept the machine while a run was measured. Libraries on OpenMP wait at barriers by spinning, and
/// lose a hundredfold when another process has one of the processors: such results say nothing.
/// </summary>
internal sealed class Neighbours
{
    private const string Statistics = "/proc/stat";
    private const double TicksPerSecond = 100;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Process[] children;
    private readonly double? start;

    /// <summary>Begins to watch.</summary>
    /// <param name="children">Processes of ours.</param>
    public Neighbours(IEnumerable<Process> children)
    {
        this.children = [.. children];
        start = Others();
    }

    /// <summary>Processors that others used on average since this was made; null where the system does not say.</summary>
    public double? Average() => start is { } then && Others() is { } now ? Math.Max(0, now - then) / clock.Elapsed.TotalSeconds : null;

    /// <summary>What to say of it.</summary>
    public static string Describe(double? average) => average switch
    {
        null => "other processes: not known here",
        < 0.1 => string.Create(CultureInfo.InvariantCulture, $"other processes used {average:F2} processors"),
        _ => string.Create(CultureInfo.InvariantCulture, $"WARNING: other processes used {average:F2} processors; run this on a quiet machine"),
    };

    private double? Others()
    {
        if (!File.Exists(Statistics))
            return null;
        var ticks = File.ReadLines(Statistics).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();

        // user, nice, system, idle, iowait, irq, softirq, steal
        var busy = (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7]) / TicksPerSecond;
        using var self = Process.GetCurrentProcess();
        return busy - self.TotalProcessorTime.TotalSeconds - children.Sum(CpuSeconds);
    }

    private static double CpuSeconds(Process process)
    {
        process.Refresh();
        return process.HasExited ? 0 : process.TotalProcessorTime.TotalSeconds;
    }
}
