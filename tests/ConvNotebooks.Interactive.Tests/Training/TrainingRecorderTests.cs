namespace ConvNotebooks.Interactive.Tests;

public sealed class TrainingRecorderTests
{
    [Fact]
    public void A_run_is_recorded_and_changes_nothing()
    {
        var (plain, _) = Run(recorded: false);
        var (history, recorder) = Run(recorded: true);
        Assert.Equal(plain.WeightsHash, history.WeightsHash);
        Assert.Equal(history.Steps, recorder!.Steps.Count);
        Assert.Equal([0, 1, 2, 3], recorder.Filmstrip.Select(f => f.Epoch));
        Assert.Equal([4L, 8L, 12L], recorder.UpdateRatios.Select(r => r.Step));
        Assert.All(recorder.UpdateRatios.SelectMany(r => r.Ratios.Values), ratio => Assert.InRange(ratio, 1e-6, 1));
        Assert.NotEqual(recorder.Filmstrip[0].Weights.Hash(), recorder.Filmstrip[^1].Weights.Hash());
    }

    /// <summary>Plain gradient descent moves the weights by rate · gradient.</summary>
    [Fact]
    public void An_update_ratio_is_the_step_over_the_weights()
    {
        var net = Network.Input(2, 2, 1).Dense(1, bias: false);
        var recorder = new TrainingRecorder(net, every: 2);
        var weights = net.Layer<Dense>("fc1").Weights.Value;
        new float[] { 3, 0, 4, 0 }.CopyTo(weights.Edit());
        recorder.Step(new(1, 1, 1, 2, 1, 0, 0.1, null));
        weights.Edit()[0] += 0.5f;
        recorder.Step(new(2, 1, 2, 2, 1, 0, 0.1, null));
        Assert.Equal(0.1, Assert.Single(recorder.UpdateRatios).Ratios["fc1.weights"], 1e-6);
    }

    [Fact]
    public void The_dashboard_tells_the_run_in_words()
    {
        var (history, recorder) = Run(recorded: true);
        var text = history.Dashboard(recorder).Text;
        Assert.StartsWith("Training: 3 epochs, 12 steps; best epoch ", text, StringComparison.Ordinal);
        Assert.Contains("filters of conv1 kept for epochs 0, 1, 2, 3", text, StringComparison.Ordinal);
        Assert.Contains("learning rate: 0.01 at first, 0.01 at last", text, StringComparison.Ordinal);
        Assert.Contains("validation accuracy", text, StringComparison.Ordinal);
        Assert.DoesNotContain("learning rate", history.Dashboard().Text, StringComparison.Ordinal);
    }

    internal static (TrainingHistory History, TrainingRecorder? Recorder) Run(bool recorded)
    {
        var (train, test) = Datasets.Digits();
        var net = Network.Input(8, 8, 1).Conv(4, size: 3, pad: 1).ReLU().MaxPool(2).Dense(10);
        var recorder = recorded ? new TrainingRecorder(net, "conv1", every: 4) : null;
        var history = new Trainer(net, new Batches(train[..200], 50), new SoftmaxCrossEntropy(), new Adam(0.01))
        {
            Epochs = 3,
            Validation = new Batches(test[..100], 50),
            OnStep = recorder is null ? null : recorder.Step,
            OnEpoch = recorder is null ? null : recorder.Epoch,
        }.Run();
        return (history, recorder);
    }
}
