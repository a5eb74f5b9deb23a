using System.Globalization;

namespace ConvNotebooks.Benchmarks;

/// <summary>Convolution results summed up by network, minibatch and threads, as a Markdown table.</summary>
internal static class NetworkTable
{
    public static IEnumerable<string> Rows(IReadOnlyList<ConvResult> results, IReadOnlyList<string> peers)
    {
        yield return $"| pass | layers of | N | threads | shapes |{string.Concat(peers.Select(p => $" {p} geomean (min) |"))} % of peak | in-network % of peak |";
        yield return $"|{string.Concat(Enumerable.Repeat(" --- |", 7 + peers.Count))}";
        foreach (var group in results.GroupBy(r => (r.Pass, Network: r.Shape.Split('.', ' ')[0], r.Batch, r.Threads)))
        {
            var key = group.Key;
            yield return $"| {PassWords.Of(key.Pass)} | {key.Network} | {key.Batch} | {key.Threads} | {group.Count()} |"
                + string.Concat(peers.Select(peer => Ratios(group.Select(r => r.Find(peer)?.Ratio))))
                + Median(group.Select(r => (double?)r.Ours.PercentOfPeak)) + Median(group.Select(r => r.OursInNetwork?.PercentOfPeak));
        }
    }

    private static string Ratios(IEnumerable<double?> ratios) => ratios.OfType<double>().ToArray() is { Length: > 0 } known
        ? string.Create(CultureInfo.InvariantCulture, $" {Statistics.GeometricMean(known):F2} ({known.Min():F2}) |")
        : " |";

    private static string Median(IEnumerable<double?> shares) => shares.OfType<double>().ToArray() is { Length: > 0 } known
        ? string.Create(CultureInfo.InvariantCulture, $" {Statistics.Median(known):F0} |")
        : " |";
}
