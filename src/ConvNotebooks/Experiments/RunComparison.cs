using System.Globalization;

namespace ConvNotebooks;

/// <summary>Runs side by side: what was chosen differently, and what came of it.</summary>
public sealed class RunComparison
{
    /// <summary>Compares runs.</summary>
    /// <param name="runs">The runs, at least one.</param>
    /// <exception cref="ArgumentException">No run.</exception>
    public RunComparison(params IReadOnlyList<Run> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0)
            throw new ArgumentException("RunComparison: no run came. Give at least one, two to compare.", nameof(runs));
        Runs = [.. runs];
        var choices = Names(Choices);
        Differences = [.. choices.Where(c => c.Values.Distinct().Count() > 1)];
        Common = [.. choices.Where(c => c.Values.Distinct().Count() == 1)];
        Results = [.. Names(run => run.Record.Results)];
        Curves = [.. runs.SelectMany(r => r.SeriesNames).Distinct()
            .Where(name => name.StartsWith("step/", StringComparison.Ordinal) is false && runs.Any(r => r.Series(name).Count > 0))];
    }

    /// <summary>The runs.</summary>
    public IReadOnlyList<Run> Runs { get; }

    /// <summary>Parameters, network, seed and data that are not the same in all runs; a value for each run, null where it has none.</summary>
    public IReadOnlyList<ComparedValues<string?>> Differences { get; }

    /// <summary>Those that are the same.</summary>
    public IReadOnlyList<ComparedValues<string?>> Common { get; }

    /// <summary>The results; a value for each run, null where it has none.</summary>
    public IReadOnlyList<ComparedValues<double?>> Results { get; }

    /// <summary>What can be drawn as curves of all runs: everything that was logged but the single steps.</summary>
    public IReadOnlyList<string> Curves { get; }

    /// <summary>The differences and results, a line each.</summary>
    public override string ToString() => string.Join("\n",
    [
        string.Join(" | ", Runs.Select(r => r.Name)),
        .. Differences.Select(d => $"{d.Name}: {string.Join(" | ", d.Values.Select(v => v ?? "-"))}"),
        .. Results.Select(r => $"{r.Name}: {string.Join(" | ", r.Values.Select(v => v?.ToString("0.####", CultureInfo.InvariantCulture) ?? "-"))}"),
    ]);

    private static Dictionary<string, string?> Choices(Run run)
    {
        var choices = new Dictionary<string, string?>();
        if (run.Record.Network is { } network)
            choices["network"] = network.Notation;
        choices["seed"] = run.Record.Seed.ToString(CultureInfo.InvariantCulture);
        foreach (var data in run.Record.Data)
            choices[$"data, {data.Split}"] = $"{data.Name}, {data.Images.ToString("N0", CultureInfo.InvariantCulture)} images, SHA-256 {data.Sha256[..Math.Min(12, data.Sha256.Length)]}…";
        foreach (var (name, value) in run.Record.Parameters)
            choices[name] = value;
        return choices;
    }

    private List<ComparedValues<string?>> Names(Func<Run, IReadOnlyDictionary<string, string?>> of)
    {
        var all = Runs.Select(of).ToArray();
        return [.. all.SelectMany(a => a.Keys).Distinct().Select(name => new ComparedValues<string?>(name, [.. all.Select(a => a.GetValueOrDefault(name))]))];
    }

    private List<ComparedValues<double?>> Names(Func<Run, IReadOnlyDictionary<string, double>> of)
    {
        var all = Runs.Select(of).ToArray();
        return [.. all.SelectMany(a => a.Keys).Distinct()
            .Select(name => new ComparedValues<double?>(name, [.. all.Select(a => a.TryGetValue(name, out var value) ? value : (double?)null)]))];
    }
}

/// <summary>What several runs have under one name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Values">A value for each run.</param>
public sealed record ComparedValues<T>(string Name, IReadOnlyList<T> Values);
