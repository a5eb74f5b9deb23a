using System.Globalization;

namespace ConvNotebooks.Benchmarks;

/// <summary>Ratios of many cases in one line.</summary>
/// <param name="Against">Whom we are compared with, and in what.</param>
/// <param name="GeometricMean">Of the ratios.</param>
/// <param name="Min">The smallest ratio.</param>
/// <param name="MinAt">Its case.</param>
/// <param name="Cases">How many ratios.</param>
internal sealed record Summary(string Against, double GeometricMean, double Min, string MinAt, int Cases)
{
    /// <summary>Sums up the ratios of cases; null without any.</summary>
    public static Summary? Of(string against, IEnumerable<(string At, double Ratio)> ratios)
    {
        (string At, double Ratio)[] all = [.. ratios];
        if (all.Length == 0)
            return null;
        var (at, min) = all.MinBy(r => r.Ratio);
        return new(against, Statistics.GeometricMean(all.Select(r => r.Ratio)), min, at, all.Length);
    }

    /// <summary>The lines that sum up convolutions: per pass, each peer, then the fastest of those that are no wrapper of another.</summary>
    public static IEnumerable<Summary> Of(IReadOnlyList<ConvResult> results, IReadOnlyList<string> peers)
    {
        foreach (var pass in results.GroupBy(r => r.Pass))
        {
            var word = PassWords.Of(pass.Key);
            foreach (var inNetwork in new[] { true, false })
                foreach (var peer in peers)
                    if (Of($"{peer}{(inNetwork ? " in-network" : "")}, {word}", Ratios(pass, r => r.Find(peer, inNetwork)?.Ratio)) is { } summary)
                        yield return summary;

            string[] rivals = [.. peers.Where(p => p == "onednn" || p == (pass.Key == Pass.Forward ? "onnxruntime" : "torch"))];
            if (rivals.Length == 2)
                yield return Of($"the faster of {rivals[0]} and {rivals[1]}, {word}", Ratios(pass, r => rivals.Min(p => r.Find(p)?.Ratio)))!;
        }
    }

    /// <summary>The line that the program ends with.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"geomean {GeometricMean:F3} min {Min:F3} over {Cases} shapes vs {Against}");

    private static IEnumerable<(string At, double Ratio)> Ratios(IEnumerable<ConvResult> results, Func<ConvResult, double?> ratio) =>
        results.Where(r => ratio(r) is not null).Select(r => ($"{r.Shape}, batch {r.Batch}, threads {r.Threads}", ratio(r)!.Value));
}
