namespace ConvNotebooks;

/// <summary>What a trainer tells the experiment that is open.</summary>
public sealed partial class Experiment
{
    private readonly TensorBoardFile? tensorBoard;

    /// <summary>A trainer begins: its network, data and hyperparameters.</summary>
    internal void Begin(Trainer trainer)
    {
        Network(trainer.Network).Data(trainer.Batches.Data);
        if (trainer.Validation is { } validation)
            Data(validation.Data);
        var parameters = new OrderedDictionary<string, string>(Record.Parameters)
        {
            ["batch size"] = $"{trainer.Batches.Size}",
            ["epochs"] = $"{trainer.Epochs}",
            ["loss"] = trainer.Loss.GetType().Name,
            ["optimizer"] = trainer.Optimizer.GetType().Name,
        };
        foreach (var (name, text) in TrainingState.HyperparametersOf(trainer.Optimizer))
            parameters[name] = text;
        if (trainer.Batches.Transformations.Count > 0)
            parameters["transformations"] = string.Join(", ", trainer.Batches.Transformations.Select(t => t.GetType().Name));
        Change(r => r with { Parameters = parameters });
    }

    /// <summary>A step is done.</summary>
    internal void Step(in StepReport report)
    {
        ReadOnlySpan<(string, double)> values =
        [
            ("step/loss", report.Loss), ("step/accuracy", report.Accuracy), ("step/rate", report.Rate), ("step/gradient norm", report.GradientNorm ?? 0),
        ];
        Write("step", report.Step, report.Epoch, report.GradientNorm is null ? values[..3] : values);
    }

    /// <summary>An epoch is done: its figures, and the weights as they are now.</summary>
    internal void Epoch(EpochReport report, Network network)
    {
        var values = new OrderedDictionary<string, double> { ["loss"] = report.Loss, ["accuracy"] = report.Accuracy };
        if (report.Validation is { } validation)
        {
            values["validation/loss"] = validation.Loss;
            values["validation/accuracy"] = validation.Accuracy;
            values["validation/top5"] = validation.Top5;
        }

        var file = options.Weights == WeightFiles.None ? null : FormattableString.Invariant($"{RunFolder.WeightsFolder}/epoch-{report.Epoch:0000}.safetensors");
        var weights = WeightsRecord.Of(network, report.Epoch, report.Steps, file);
        if (file is not null)
            Save(network, file);
        Line(report.ToString());
        Write("epoch", report.Steps, report.Epoch, [.. values.Select(v => (v.Key, v.Value))]);
        Write("weights", report.Steps, report.Epoch, [], [("sha256", weights.Sha256), .. file is null ? [] : new[] { ("file", file) }]);
        tensorBoard?.Histograms(Seconds, report.Steps, NetworkWeights.Of(network));
        Change(r => r with
        {
            Results = Merged(r.Results, values),
            Weights = [.. Kept(r.Weights), weights],
            Confusion = report.Validation is { } v ? ConfusionRecord.Of(v.Confusion) : r.Confusion,
        });
    }

    private void Save(Network network, string file)
    {
        var tensors = NetworkWeights.Of(network);
        Try(file, () => Write(tensors));
        if (unwritten.ContainsKey(file))
        {
            // The network goes on learning: what is written later are these weights, not those.
            var copies = tensors.ToDictionary(t => t.Key, t => t.Value.Clone());
            unwritten[file] = () => Write(copies);
        }

        void Write(IReadOnlyDictionary<string, Tensor> weights)
        {
            Directory.CreateDirectory(folder.File(RunFolder.WeightsFolder));
            Safetensors.Write(folder.File(file), weights, new Dictionary<string, string> { ["network"] = network.Notation });
        }
    }

    private static OrderedDictionary<string, double> Merged(IReadOnlyDictionary<string, double> earlier, OrderedDictionary<string, double> later)
    {
        var merged = new OrderedDictionary<string, double>(earlier);
        foreach (var (name, value) in later)
            merged[name] = value;
        return merged;
    }

    /// <summary>The weights of earlier epochs; their files are removed where only the last are kept.</summary>
    private IEnumerable<WeightsRecord> Kept(IReadOnlyList<WeightsRecord> earlier)
    {
        foreach (var weights in earlier)
        {
            if (options.Weights != WeightFiles.Last || weights.File is not { } file)
            {
                yield return weights;
                continue;
            }

            Try(file, () => File.Delete(folder.File(file)));
            yield return weights with { File = null };
        }
    }
}
