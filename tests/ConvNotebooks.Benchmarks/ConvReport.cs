using System.Runtime.InteropServices;
using System.Text.Json;

namespace ConvNotebooks.Benchmarks;

/// <summary>One contestant's median for one case.</summary>
internal sealed record Measurement(string Name, bool InNetwork, double Seconds, float[]? Result);

/// <summary>Prints a line per case, keeps all of them for the results file, and closes with a line per peer and pass.</summary>
internal sealed class ConvReport : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };
    private readonly List<Dictionary<string, object>> rows = [];
    private readonly SortedDictionary<string, List<double>> ratios = new(StringComparer.Ordinal);
    private readonly string? path;

    public ConvReport(Options options)
    {
        path = options.Word("out");
        var wanted = options.Words("peer", "onnxruntime,onednn,torch");
        IPeer[] peers = [new OnnxRuntimePeer(), new OneDnnPeer(), new TorchPeer()];
        if (wanted.FirstOrDefault(w => !peers.Any(p => p.Name == w)) is { } unknown)
            throw new UsageException($"benchmarks: --peer has '{unknown}'; onnxruntime, onednn or torch was needed.");
        Contestants = [new Ours()];
        Console.WriteLine($"{Compute.Description}; {RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}");
        foreach (var peer in peers.Where(p => wanted.Contains(p.Name)))
        {
            Console.WriteLine(peer.Version is null ? $"{peer.Name}: not installed, left out" : $"{peer.Name} {peer.Version}");
            if (peer.Version is not null)
                Contestants.Add(peer);
        }
    }

    /// <summary>Ours, then every peer that is asked for and installed.</summary>
    public List<IPeer> Contestants { get; }

    public void Add(ConvCase c, double peak, Measurement[] measurements)
    {
        var ours = Array.Find(measurements, m => m is { Name: "ours", InNetwork: false });
        var blocked = Array.Find(measurements, m => m is { Name: "ours", InNetwork: true });
        var line = FormattableString.Invariant($"{c.Pass} {c.Threads}t batch {c.Problem.Batch,-2} {c.Name,-18}");
        foreach (var m in measurements)
        {
            var own = m.InNetwork ? blocked : ours;
            var gigaflops = c.Flops / m.Seconds / 1e9;
            line += FormattableString.Invariant($" | {m.Name}{(m.InNetwork ? "*" : "")} {m.Seconds * 1e6:F1} us {gigaflops:F0} GF {100 * gigaflops / peak:F0}%");
            var row = new Dictionary<string, object>
            {
                ["pass"] = c.Pass.ToString(),
                ["threads"] = c.Threads,
                ["batch"] = c.Problem.Batch,
                ["shape"] = c.Name,
                ["contestant"] = m.Name,
                ["form"] = m.InNetwork ? "in-network" : "nchw",
                ["seconds"] = m.Seconds,
                ["gflops"] = gigaflops,
                ["peakGflops"] = peak,
            };
            if (own is not null && m.Name != "ours")
            {
                var ratio = m.Seconds / own.Seconds;
                row["ratio"] = ratio;
                line += FormattableString.Invariant($" R {ratio:F2}");
                var key = $"{m.Name}{(m.InNetwork ? " in-network" : "")} {c.Pass}";
                if (!ratios.TryGetValue(key, out var list))
                    ratios.Add(key, list = []);
                list.Add(ratio);
            }

            if (ours?.Result is { } expected && m.Result is { } result && !ReferenceEquals(expected, result))
                row["largestDifferenceFromOurs"] = expected.Zip(result, (a, b) => Math.Abs(a - b)).Max();
            rows.Add(row);
        }

        Console.WriteLine(line);
    }

    /// <summary>The last lines: <c>geomean R min R over N shapes vs PEER</c>, one per peer, form and pass.</summary>
    public void Summarise()
    {
        foreach (var (key, list) in ratios)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"geomean {Math.Exp(list.Average(Math.Log)):F2} min {list.Min():F2} over {list.Count} shapes vs {key}"));
        }

        if (path is null)
            return;
        var file = new
        {
            machine = Compute.Description,
            framework = RuntimeInformation.FrameworkDescription,
            system = RuntimeInformation.OSDescription,
            peers = Contestants.ToDictionary(p => p.Name, p => p.Version),
            rows,
        };
        File.WriteAllText(path + ".part", JsonSerializer.Serialize(file, Json) + "\n");
        File.Move(path + ".part", path, overwrite: true);
    }

    public void Dispose()
    {
        foreach (var contestant in Contestants)
            contestant.Dispose();
    }
}
