using Plotly.NET;

namespace ConvNotebooks.Interactive;

/// <summary>The learning curves of a training run: a line for the training images, and one for the validation images where there are any.</summary>
public static class TrainingCharts
{
    private const string Blue = "#0072b2", Orange = "#d55e00";

    /// <summary>The mean loss of each epoch.</summary>
    /// <param name="epochs">The epochs, at least one: <c>history.Epochs</c>.</param>
    /// <exception cref="ArgumentException">There is no epoch.</exception>
    public static GenericChart Loss(IReadOnlyList<EpochReport> epochs) => Curves(epochs, "Loss", "loss", e => e.Loss, v => v.Loss);

    /// <summary>The share of images whose class was found, in each epoch.</summary>
    /// <param name="epochs">The epochs, at least one: <c>history.Epochs</c>.</param>
    /// <exception cref="ArgumentException">There is no epoch.</exception>
    public static GenericChart Accuracy(IReadOnlyList<EpochReport> epochs) =>
        Curves(epochs, "Accuracy", "accuracy, %", e => 100 * e.Accuracy, v => 100 * v.Accuracy);

    private static GenericChart Curves(
        IReadOnlyList<EpochReport> epochs, string title, string unit, Func<EpochReport, double> training, Func<Evaluation, double> validation)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        if (epochs.Count == 0)
            throw new ArgumentException($"TrainingCharts: no epoch came, and a curve needs one. Chart {title.ToLowerInvariant()} after the first epoch.", nameof(epochs));
        List<GenericChart> lines = [Line(epochs, "training", Blue, training)];
        EpochReport[] validated = [.. epochs.Where(e => e.Validation is not null)];
        if (validated.Length > 0)
            lines.Add(Line(validated, "validation", Orange, e => validation(e.Validation!)));

        return GenericChart.setLayout(Charts.Counting(title, "epoch", [.. epochs.Select(e => (long)e.Epoch)], unit), GenericChart.combine(lines));
    }

    private static GenericChart Line(IReadOnlyList<EpochReport> epochs, string name, string color, Func<EpochReport, double> value)
    {
        var trace = new Trace("scatter");
        trace.SetProperty("x", epochs.Select(e => e.Epoch).ToArray());
        trace.SetProperty("y", epochs.Select(e => Math.Round(value(e), 4)).ToArray());
        trace.SetProperty("name", name);
        trace.SetProperty("mode", "lines+markers");
        trace.SetProperty("line", new Dictionary<string, object> { ["color"] = color });
        return GenericChart.ofTraceObject(false, trace);
    }
}
