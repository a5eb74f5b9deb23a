using System.Globalization;

namespace ConvNotebooks.Benchmarks;

/// <summary>Convolution results as rows of a Markdown table, written as they come.</summary>
internal sealed class ConvTable(IReadOnlyList<string> peers)
{
    private readonly string[] blocked = [.. peers.Where(p => p == "onednn")];

    public IEnumerable<string> Head()
    {
        string[] columns =
        [
            $"{"shape",-46}", "N", "threads", "rounds", "ours ms", "GFLOP/s", "% of peak", .. peers, "in-network % of peak",
            .. blocked.Select(p => $"{p} in-network"), "error", .. peers.Count == 0 ? Array.Empty<string>() : ["peers' error"],
        ];
        yield return "Times are medians; a peer's number is its time by ours, above 1 ours is faster. In-network: activations in the library's own layout.";
        yield return "";
        yield return Line(columns);
        yield return Line(columns.Select(_ => "---"));
    }

    public string Row(ConvResult r)
    {
        double? Error(bool ours) => r.Timings.Where(t => t.Name == "ours" == ours).Max(t => (double?)t.MaxError);
        return Line(
        [
            $"{r.Shape,-46}", $"{r.Batch,2}", $"{r.Threads}", $"{r.Ours.Rounds}", Number(r.Ours.Milliseconds, "G4", 9), Number(r.Ours.Gflops, "F1", 6),
            Number(r.Ours.PercentOfPeak, "F1", 5), .. peers.Select(p => Number(r.Find(p)?.Ratio, "F2", 5)),
            Number(r.OursInNetwork?.PercentOfPeak, "F1", 5), .. blocked.Select(p => Number(r.Find(p, inNetwork: true)?.Ratio, "F2", 5)),
            Number(Error(ours: true), "G2", 1), .. peers.Count == 0 ? Array.Empty<string>() : [Number(Error(ours: false), "G2", 1)],
        ]);
    }

    private static string Number(double? value, string format, int width) =>
        (value?.ToString(format, CultureInfo.InvariantCulture) ?? "").PadLeft(width);

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
