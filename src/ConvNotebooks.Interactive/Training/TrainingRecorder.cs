using System.Globalization;

namespace ConvNotebooks.Interactive;

/// <summary>
/// Watches a training run for its dashboard: loss and learning rate step by step, update ratios, and a layer's filters after
/// every epoch. Give its methods to the trainer.
/// </summary>
/// <example>
/// <code>
/// var recorder = new TrainingRecorder(net, "conv1");
/// var history = new Trainer(net, batches, loss, optimizer) { OnStep = recorder.Step, OnEpoch = recorder.Epoch }.Run();
/// history.Dashboard(recorder)
/// </code>
/// </example>
public sealed class TrainingRecorder
{
    private readonly Network network;
    private readonly Parameter? filters;
    private readonly int every;
    private readonly Dictionary<string, float[]> before = [];
    private readonly List<StepReport> steps = [];
    private readonly List<(long Step, IReadOnlyDictionary<string, double> Ratios)> ratios = [];
    private readonly List<(int Epoch, Tensor Weights)> filmstrip = [];

    /// <summary>Begins to watch.</summary>
    /// <param name="network">The network that is trained.</param>
    /// <param name="filters">The convolutional layer whose filters are kept, such as <c>conv1</c>; none when left out.</param>
    /// <param name="every">Steps from one update ratio to the next, at least 2: it costs a copy of the weights.</param>
    /// <exception cref="KeyNotFoundException">No layer has that name.</exception>
    /// <exception cref="InvalidCastException">The layer is no convolution.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two steps.</exception>
    public TrainingRecorder(Network network, string? filters = null, int every = 10)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 2);
        (this.network, this.every) = (network, every);
        if (filters is null)
            return;
        this.filters = network.Layer<Conv2d>(filters).Weights;
        FilterLayer = filters;
        filmstrip.Add((0, this.filters.Value.Clone()));
    }

    /// <summary>The layer whose filters are kept; null for none.</summary>
    public string? FilterLayer { get; }

    /// <summary>Every step.</summary>
    public IReadOnlyList<StepReport> Steps => steps;

    /// <summary>
    /// For some steps and every tensor of weights the size of the update against the size of the weights, ‖Δw‖/‖w‖; about
    /// 0.001 is healthy. Source: CS231n, "Neural Networks Part 3", section "Ratio of weights:updates".
    /// </summary>
    public IReadOnlyList<(long Step, IReadOnlyDictionary<string, double> Ratios)> UpdateRatios => ratios;

    /// <summary>The filters before training (epoch 0) and after every epoch.</summary>
    public IReadOnlyList<(int Epoch, Tensor Weights)> Filmstrip => filmstrip;

    /// <summary>Takes a step's report, for <see cref="Trainer.OnStep"/>.</summary>
    /// <param name="report">The report.</param>
    public void Step(StepReport report)
    {
        steps.Add(report);
        if (report.Step % every == 0 && before.Count > 0)
            ratios.Add((report.Step, Weights().ToDictionary(w => w.Name, w => Ratio(before[w.Name], w.Value.Values))));
        if (report.Step % every != every - 1)
            return;
        foreach (var weights in Weights())
        {
            if (!before.TryGetValue(weights.Name, out var kept))
                before.Add(weights.Name, kept = new float[weights.Value.Values.Length]);
            weights.Value.Values.CopyTo(kept);
        }
    }

    /// <summary>Takes an epoch's report, for <see cref="Trainer.OnEpoch"/>.</summary>
    /// <param name="report">The report.</param>
    public void Epoch(EpochReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (filters is not null)
            filmstrip.Add((report.Epoch, filters.Value.Clone()));
    }

    /// <summary>How much has been recorded.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{steps.Count} steps, {ratios.Count} update ratios, {filmstrip.Count} states of the filters");

    private IEnumerable<LearnedTensor> Weights() => network.LearnedTensors().Where(t => t.Decays);

    private static double Ratio(float[] before, ReadOnlySpan<float> after)
    {
        double update = 0, size = 0;
        for (var i = 0; i < before.Length; i++)
        {
            update += ((double)after[i] - before[i]) * ((double)after[i] - before[i]);
            size += (double)before[i] * before[i];
        }

        return size == 0 ? 0 : Math.Sqrt(update / size);
    }
}
