using System.Globalization;

namespace ConvNotebooks.Benchmarks;

/// <summary>Convolution results as rows of a Markdown table, written as they come.</summary>
internal sealed class ConvTable(IReadOnlyList<string> peers)
{
    public IEnumerable<string> Head()
    {
        yield return "Times are medians; a peer's number is its time by ours, above 1 ours is faster. In-network: activations in the library's own layout.";
        yield return "";
        yield return $"| {"shape",-46} | N | threads | ours ms | GFLOP/s | % of peak | {string.Join(" | ", peers)} | in-network % of peak |"
            + $"{(peers.Contains("onednn") ? " onednn in-network |" : "")} max error |";
        yield return $"|{string.Concat(Enumerable.Repeat(" --- |", 9 + peers.Count + (peers.Contains("onednn") ? 1 : 0)))}";
    }

    public string Row(ConvResult r) => string.Create(CultureInfo.InvariantCulture,
        $"| {r.Shape,-46} | {r.Batch,2} | {r.Threads} | {r.Ours.Milliseconds,9:G4} | {r.Ours.Gflops,6:F1} | {r.Ours.PercentOfPeak,5:F1} |")
        + string.Concat(peers.Select(peer => Ratio(r.Find(peer)?.Ratio)))
        + string.Create(CultureInfo.InvariantCulture, $" {r.OursInNetwork?.PercentOfPeak,5:F1} |")
        + (peers.Contains("onednn") ? Ratio(r.Find("onednn", inNetwork: true)?.Ratio) : "")
        + string.Create(CultureInfo.InvariantCulture, $" {r.Timings.Where(t => t.Name == "ours").Max(t => t.MaxError):G2} | {r.Timings.Max(t => t.MaxError):G2} |");

    private static string Ratio(double? ratio) => string.Create(CultureInfo.InvariantCulture, $" {ratio,5:F2} |");
}
