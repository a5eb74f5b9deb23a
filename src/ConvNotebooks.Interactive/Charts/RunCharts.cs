using Plotly.NET;

namespace ConvNotebooks.Interactive;

/// <summary>Charts of logged runs, as plain Plotly.NET charts.</summary>
public static class RunCharts
{
    private static readonly (string Name, string Title, string[] Series)[] Known =
    [
        ("loss", "Loss", ["loss", "validation/loss"]),
        ("accuracy", "Accuracy", ["accuracy", "validation/accuracy"]),
    ];

    /// <summary>A series of one or several runs, a curve each; over epochs where it has one value an epoch, else over steps.</summary>
    /// <param name="series">One of <see cref="Run.SeriesNames"/>.</param>
    /// <param name="runs">The runs; those without the series are left out.</param>
    public static GenericChart Curve(string series, params IReadOnlyList<Run> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return Lines(series, series.Split('/')[^1], [.. runs.Select(r => (r.Name, r.Series(series))).Where(c => c.Item2.Count > 0)]);
    }

    /// <summary>The curves of one run: loss and accuracy, of training and validation, and a chart for each further metric.</summary>
    /// <param name="run">The run.</param>
    public static IReadOnlyList<GenericChart> Of(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var names = run.SeriesNames;
        var charts = new List<GenericChart>();
        foreach (var (name, title, series) in Known)
        {
            var there = series.Where(names.Contains).ToArray();
            if (there.Length > 0)
                charts.Add(Lines(title, name, [.. there.Select(s => (s == name ? "training" : "validation", run.Series(s)))]));
        }

        var others = names.Where(n => !n.StartsWith("step/", StringComparison.Ordinal) && n != "validation/top5" && !Known.Any(k => k.Series.Contains(n)));
        charts.AddRange(others.Select(name => Lines(name, name.Split('/')[^1], [(name, run.Series(name))])));
        return charts;
    }

    private static GenericChart Lines(string title, string unit, IReadOnlyList<(string Name, IReadOnlyList<SeriesPoint> Points)> curves)
    {
        var byEpoch = curves.All(c => c.Points.All(p => p.Epoch is not null));
        var traces = curves.Select(c =>
        {
            var trace = new Trace("scatter");
            trace.SetProperty("mode", c.Points.Count > 1 ? "lines" : "markers");
            trace.SetProperty("name", c.Name);
            trace.SetProperty("x", c.Points.Select(p => byEpoch ? p.Epoch!.Value : p.Step).ToArray());
            trace.SetProperty("y", c.Points.Select(p => (object?)(double.IsFinite(p.Value) ? p.Value : null)).ToArray());
            return GenericChart.ofTraceObject(false, trace);
        }).ToArray();
        long[] counted = [.. curves.SelectMany(c => c.Points).Select(p => byEpoch ? p.Epoch!.Value : p.Step)];
        return GenericChart.setLayout(Charts.Counting(title, byEpoch ? "epoch" : "step", counted, unit), GenericChart.combine(traces));
    }
}
