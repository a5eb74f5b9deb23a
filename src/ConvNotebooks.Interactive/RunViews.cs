using ConvNotebooks.Interactive.Views;
using Plotly.NET;

namespace ConvNotebooks.Interactive;

/// <summary>Runs as views, for whoever writes them somewhere else than a notebook.</summary>
public static class RunViews
{
    /// <summary>One run: choices, results, curves.</summary>
    /// <param name="run">The run.</param>
    public static View Show(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Invariant.Make(() => RunView.Of(run));
    }

    /// <summary>Runs side by side.</summary>
    /// <param name="comparison">The runs.</param>
    public static View Show(RunComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return Invariant.Make(() => RunComparisonView.Of(comparison));
    }

    /// <summary>A chart: Plotly's JSON, a still picture, a table of its values.</summary>
    /// <param name="chart">Any Plotly.NET chart.</param>
    public static View Show(GenericChart chart) => Invariant.Make(() => ChartView.Of(chart));

    /// <summary>A chart's still picture, the bytes of a PNG file; null where it cannot be drawn.</summary>
    /// <param name="chart">Any Plotly.NET chart.</param>
    public static byte[]? Png(GenericChart chart) => Show(chart).Png;

    /// <summary>Logs a chart's still picture as a figure of a run.</summary>
    /// <param name="experiment">The run.</param>
    /// <param name="name">The figure's name.</param>
    /// <param name="chart">The chart.</param>
    /// <exception cref="ArgumentException">The chart has no still picture.</exception>
    public static Experiment Figure(this Experiment experiment, string name, GenericChart chart)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        return experiment.Figure(name, Png(chart)
            ?? throw new ArgumentException($"Experiment: the chart for figure '{name}' has no still picture. Log a chart of bars, lines, points or one heat map.", nameof(chart)));
    }

    /// <summary>Logs a picture as a figure of a run.</summary>
    /// <param name="experiment">The run.</param>
    /// <param name="name">The figure's name.</param>
    /// <param name="picture">The picture.</param>
    public static Experiment Figure(this Experiment experiment, string name, Picture picture)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(picture);
        return experiment.Figure(name, picture.Png.ToArray());
    }
}
