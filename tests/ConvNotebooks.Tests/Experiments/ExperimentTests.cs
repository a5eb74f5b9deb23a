using System.Text.Json.Nodes;

namespace ConvNotebooks.Tests.Experiments;

[Collection(OpenExperiments.Name)]
public sealed class ExperimentTests
{
    [Fact]
    public void A_trainer_logs_network_data_hyperparameters_steps_epochs_and_weights()
    {
        using var folder = new TemporaryFolder();
        var run = Samples.Trained(folder);
        var record = run.Record;

        Assert.Equal((RunStatus.Finished, RunStatus.Finished, 7UL, 1), (run.Status, record.State, record.Seed, record.Schema));
        Assert.Equal(["conv1", "relu1", "pool1", "fc1"], record.Network!.Layers.Select(l => l.Name));
        var (train, test) = Datasets.Digits();
        Assert.Equal([DataRecord.Of(train[..96]), DataRecord.Of(test[..50])], record.Data);
        Assert.Equal(("32", "2", "Adam", "0.01"), (record.Parameters["batch size"], record.Parameters["epochs"], record.Parameters["optimizer"], record.Parameters["learning rate"]));
        Assert.Equal([1L, 2, 3, 4, 5, 6], run.Series("step/loss").Select(p => p.Step));
        Assert.Equal([3L, 6], run.Series("validation/accuracy").Select(p => p.Step));
        Assert.Equal(50, record.Confusion!.Counts.Sum(row => row.Sum()));
        Assert.Equal(run.Epoch(2)!["loss"], record.Results["loss"]);
        foreach (var weights in record.Weights)
        {
            var net = Network.Parse(record.Network.Notation);
            NetworkWeights.Load(net, Path.Combine(run.Folder, weights.File!));
            Assert.Equal(weights.Sha256, NetworkWeights.Hash(net));
            Assert.Equal(weights.Tensors, NetworkWeights.Of(net).ToDictionary(t => t.Key, t => t.Value.Hash()));
        }

        Assert.Empty(run.Problems);
        Assert.Equal(["pixel"], run.Figures.Keys);
        Assert.False(File.Exists(Path.Combine(run.Folder, RunFolder.LockFile)));
        Assert.Equal(Compute.VectorBits, record.Environment.VectorBits);
        Assert.Contains("epoch 2: loss", File.ReadAllText(Path.Combine(run.Folder, "log.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void Logging_changes_no_bit_of_the_weights()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(Samples.Trainer().Run().WeightsHash, Samples.Trained(folder).Record.Weights[^1].Sha256);
    }

    [Theory]
    [InlineData(WeightFiles.None, 0)]
    [InlineData(WeightFiles.Last, 1)]
    [InlineData(WeightFiles.Every, 2)]
    public void As_many_weight_files_are_kept_as_was_asked_for(WeightFiles files, int expected)
    {
        using var folder = new TemporaryFolder();
        var run = Samples.Trained(folder, weights: files);
        var there = Directory.Exists(Path.Combine(run.Folder, "weights")) ? Directory.GetFiles(Path.Combine(run.Folder, "weights")).Order() : Enumerable.Empty<string>();
        Assert.Equal(expected, there.Count());
        Assert.Equal(run.Record.Weights.Where(w => w.File is not null).Select(w => Path.Combine(run.Folder, w.File!)), there);
        Assert.Equal(2, run.Record.Weights.Count);
    }

    [Fact]
    public async Task No_run_overwrites_another_however_many_begin_at_once()
    {
        using var folder = new TemporaryFolder();
        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
        {
            using var run = Experiment.Start("same", (ulong)i, Samples.In(folder));
            run.Metric("i", i);
            return run.Folder;
        })));

        Assert.Equal(["same", "same-2", "same-3", "same-4", "same-5", "same-6", "same-7", "same-8"], runs.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(runs, f => Assert.Equal(Run.Open(f).Record.Seed, (ulong)Run.Open(f).Series("i").Single().Value));
        Assert.Equal(8, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Fact]
    public void An_open_run_is_running_and_one_that_was_dropped_is_unfinished()
    {
        using var folder = new TemporaryFolder();
        using (var run = Experiment.Start("open", options: Samples.In(folder)))
        {
            Assert.Same(run, Experiment.Current);
            Assert.Equal(RunStatus.Running, Run.Open(run.Folder).Status);
            var e = Assert.Throws<ExperimentException>(() => Experiment.Resume(run.Folder, 0));
            Assert.Equal($"Experiment: '{run.Folder}' is being written by another process. Wait for its end, or stop it.", e.Message);
        }

        var path = folder.File("open");
        Assert.Equal(RunStatus.Finished, Run.Open(path).Status);
        Edit(Path.Combine(path, "run.json"), json => json["state"] = "running");
        Assert.Equal(RunStatus.Unfinished, Run.Open(path).Status);
    }

    [Fact]
    public void A_resumed_run_counts_from_its_checkpoint()
    {
        using var folder = new TemporaryFolder();
        string path;
        using (var run = Experiment.Start("stopped", options: Samples.In(folder)))
        {
            path = run.Folder;
            for (var step = 1; step <= 5; step++)
                run.Metric("loss", step, step);
            run.Cancel();
        }

        File.AppendAllText(Path.Combine(path, "metrics.jsonl"), "{\"event\":\"met");
        using (var run = Experiment.Resume(path, step: 3))
            run.Metric("loss", 40, 4);

        var read = Run.Open(path);
        Assert.Empty(read.Problems);
        Assert.Equal([(1L, 1.0), (2L, 2.0), (3L, 3.0), (4L, 40.0)], read.Series("loss").Select(p => (p.Step, p.Value)));
        Assert.Equal(RunStatus.Finished, read.Status);
        Assert.True(read.Events.Zip(read.Events.Skip(1)).All(p => p.First.Seconds <= p.Second.Seconds));
    }

    [Fact]
    public void A_run_that_diverges_has_failed_and_says_why()
    {
        using var folder = new TemporaryFolder();
        using var experiment = Experiment.Start("fast", options: Samples.In(folder));
        var e = Assert.Throws<TrainingDivergedException>(() => Samples.Trainer(rate: 1e12, experiment).Run());
        var run = Run.Open(experiment.Folder);
        Assert.Equal((RunStatus.Failed, e.Message), (run.Status, run.Record.Problem));
    }

    [Fact]
    public void Clock_jumps_change_no_duration()
    {
        using var folder = new TemporaryFolder();
        var clock = new JumpingClock();
        using var run = Experiment.Start("clock", options: Samples.In(folder) with { Time = clock });
        run.Metric("a", 1);
        clock.Wall = clock.Wall.AddYears(-30);
        clock.Ticks += 2 * TimeSpan.TicksPerSecond;
        run.Metric("a", 2);
        clock.Wall = clock.Wall.AddYears(70);
        run.Finish();

        var read = Run.Open(run.Folder);
        Assert.Equal([0.0, 0, 2, 2], read.Events.Select(e => e.Seconds));
        Assert.Equal((new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), 2.0), (read.Record.Started, read.Record.Seconds));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("ünï")]
    public void A_name_becomes_a_folder_and_has_its_characters(string name) =>
        Assert.StartsWith($"Experiment: '{name}' came as a name, and names have up to 100 letters, digits, - _ and ., a dot not first.",
            Assert.Throws<ArgumentException>(() => Experiment.Start(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void Numbers_that_JSON_lacks_and_an_ended_run()
    {
        using var folder = new TemporaryFolder();
        var run = Experiment.Start("nan", options: Samples.In(folder));
        run.Metric("x", double.NaN).Metric("x", double.NegativeInfinity).Result("y", double.PositiveInfinity).Finish();
        run.Finish();
        Assert.Equal([double.NaN, double.NegativeInfinity], Run.Open(run.Folder).Series("x").Select(p => p.Value));
        Assert.Equal(double.PositiveInfinity, Run.Open(run.Folder).Record.Results["y"]);
        Assert.Equal("Experiment: the run 'nan' has ended, and its log is closed. Begin another with Experiment.Start.",
            Assert.Throws<InvalidOperationException>(() => run.Metric("x", 1)).Message);
        Assert.Equal("Experiment: the run 'nan' has ended, and its record is closed. Begin another with Experiment.Start.",
            Assert.Throws<InvalidOperationException>(() => run.Parameter("late", 1)).Message);
        Assert.DoesNotContain("late", run.Record.Parameters.Keys);
    }

    internal static void Edit(string path, Action<JsonNode> edit)
    {
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        edit(json);
        File.WriteAllText(path, json.ToJsonString());
    }

    private sealed class JumpingClock : TimeProvider
    {
        public DateTimeOffset Wall { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public long Ticks { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Ticks;

        public override DateTimeOffset GetUtcNow() => Wall;
    }
}
