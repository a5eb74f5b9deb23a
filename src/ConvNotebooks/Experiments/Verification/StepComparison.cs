using System.Globalization;

namespace ConvNotebooks;

/// <summary>Compares a repetition with the log, step by step and epoch by epoch, and keeps the first difference.</summary>
internal sealed class StepComparison
{
    private readonly Run run;
    private readonly Dictionary<long, RunEvent> steps;
    private (long Step, string Text)? first;

    public StepComparison(Run run)
    {
        this.run = run;
        steps = run.Events.Where(e => e is { Kind: "step", Step: not null }).GroupBy(e => e.Step!.Value).ToDictionary(g => g.Key, g => g.Last());
    }

    /// <summary>The first difference, complete once its epoch has ended.</summary>
    public RunDifference? Difference { get; private set; }

    public void Compare(in StepReport report)
    {
        if (first is not null || !steps.TryGetValue(report.Step, out var logged))
            return;
        foreach (var (name, now) in (ReadOnlySpan<(string, double)>)[("step/loss", report.Loss), ("step/accuracy", report.Accuracy), ("step/rate", report.Rate)])
        {
            if (first is null && logged.Values.TryGetValue(name, out var was) && !Same(was, now))
                first = (report.Step, Invariant($"the first is step {report.Step}: {name} was {was:r}, and is {now:r} here"));
        }
    }

    public void Compare(EpochReport report, Network network)
    {
        var was = run.Record.Weights.FirstOrDefault(w => w.Epoch == report.Epoch);
        var now = WeightsRecord.Of(network, report.Epoch, report.Steps, null);
        var tensor = was is null || was.Sha256 == now.Sha256 ? null : now.Tensors.FirstOrDefault(t => was.Tensors.GetValueOrDefault(t.Key) != t.Value).Key ?? "weights";
        var figure = Figure(report);
        if (first is null && tensor is null && figure is null)
            return;
        var (largest, where) = tensor is null ? (null, "") : Largest(was!, network);
        string[] parts =
        [
            Invariant($"Epoch {report.Epoch} differs"),
            .. first is { } step ? [step.Text] : Array.Empty<string>(),
            .. tensor is null ? [] : new[] { $"after it, the first layer with other weights is {tensor.Split('.')[0]} ({tensor}){where}" },
            .. figure is null ? [] : new[] { figure },
        ];
        Difference = new(first?.Step, report.Epoch, tensor, largest, string.Join("; ", parts) + ".");
    }

    /// <summary>Compares the results in the record with the log's last epoch, and with the test images where they were judged.</summary>
    public void CompareResults(PreparedTraining training, bool finished)
    {
        var last = run.Record.Weights[^1].Epoch;
        foreach (var (name, value) in run.Epoch(last) ?? new Dictionary<string, double>())
        {
            if (run.Record.Results.TryGetValue(name, out var result) && !Same(result, value))
                Edited(name, result, value, "the log");
        }

        if (!finished || !run.Record.Results.TryGetValue(TestResults.Loss, out _))
            return;
        foreach (var (name, value) in TestResults.Of(training.Evaluate()))
        {
            if (run.Record.Results.TryGetValue(name, out var result) && !Same(result, value))
                Edited(name, result, value, "the repetition");
        }

        void Edited(string name, double result, double value, string source) => Difference ??= new(null, last, null, null,
            Invariant($"Every step agrees, but run.json has the result {name} {result:r}, and {source} has {value:r}: it was edited."));
    }

    private string? Figure(EpochReport report)
    {
        if (report.Validation is not { } validation || run.Epoch(report.Epoch) is not { } logged)
            return null;
        return logged.TryGetValue("validation/loss", out var was) && !Same(was, validation.Loss)
            ? Invariant($"validation/loss was {was:r}, and is {validation.Loss:r} here")
            : null;
    }

    private (double? Largest, string Where) Largest(WeightsRecord was, Network network)
    {
        if (was.File is null || !File.Exists(run.File(was.File)))
            return (null, "; the run kept no weights as files, so how much is not known");
        var saved = Safetensors.Read(run.File(was.File)).Tensors;
        var (largest, where) = (0.0, "");
        foreach (var (name, tensor) in NetworkWeights.Of(network))
        {
            if (!saved.TryGetValue(name, out var before) || before.Shape != tensor.Shape)
                continue;
            for (var i = 0; i < tensor.Values.Length; i++)
            {
                var difference = Math.Abs((double)tensor.Values[i] - before.Values[i]);
                if (!(difference <= largest))
                    (largest, where) = (difference, Invariant($"; the largest difference is {difference:g3}, of {name} at {i}: {before.Values[i]:r} was, {tensor.Values[i]:r} is here"));
            }
        }

        return (largest, where);
    }

    private static bool Same(double a, double b) => BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b) || (double.IsNaN(a) && double.IsNaN(b));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
