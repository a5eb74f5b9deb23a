using System.Text.Json.Nodes;

namespace ConvNotebooks.Tests.Experiments;

[Collection(OpenExperiments.Name)]
public sealed class RunVerificationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TrainingRecipe recipe = new()
    {
        Network = "INPUT 8x8x1 -> CONV 4 3x3 p1 -> RELU -> POOL 2 -> DROPOUT 0.2 -> FC 10",
        Data = "digits",
        Epochs = 2,
        Batch = 100,
        Rate = 0.01,
        Validation = 0.5,
        Schedule = "cosine",
        Augmentation = "crop pad=1",
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(512, 1)]
    [InlineData(256, 2)]
    [InlineData(128, 3)]
    public void A_run_done_again_is_identical_at_any_vector_width_and_number_of_threads(int bits, int threads)
    {
        if (bits > Compute.VectorBits)
            return;
        var run = Train();
        using var _ = ComputeSettings.Use(bits, threads);
        var verification = RunVerification.Of(run);
        Assert.True(verification.IsIdentical, verification.ToString());
        Assert.Equal((2, 16L), (verification.Epochs, verification.Steps));
        Assert.Equal(bits != run.Record.Environment.VectorBits, verification.Environment.Contains($"vector width: {run.Record.Environment.VectorBits} bits, here {bits} bits"));
        Assert.StartsWith("run: 2 epochs, 16 steps, done again: identical to the bit.\n", verification.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Verifying_a_part_stops_there_and_logs_nowhere()
    {
        var run = Train();
        using var other = Experiment.Start("other", options: Samples.In(folder));
        var verification = RunVerification.Of(run, untilEpoch: 1);
        Assert.Equal((true, 1, 8L), (verification.IsIdentical, verification.Epochs, verification.Steps));
        Assert.Empty(Run.Open(other.Folder).Series("step/loss"));
    }

    [Fact]
    public void The_first_differing_step_epoch_layer_and_the_largest_difference_are_named()
    {
        var run = Train();
        // The run of another machine that computed conv1's second weight one unit too large in epoch 2, seen first in the loss of step 12.
        var lines = File.ReadAllLines(Path.Combine(run.Folder, "metrics.jsonl"));
        var at = Array.FindIndex(lines, l => l.Contains("\"step\":12,", StringComparison.Ordinal));
        var loss = run.Series("step/loss")[11].Value;
        lines[at] = lines[at].Replace(loss.ToString("r", null), Math.BitIncrement(loss).ToString("r", null), StringComparison.Ordinal);
        File.WriteAllLines(Path.Combine(run.Folder, "metrics.jsonl"), lines);
        var file = Path.Combine(run.Folder, run.Record.Weights[1].File!);
        var tensors = Safetensors.Read(file).Tensors;
        var before = tensors["conv1.weights"].Values[1];
        tensors["conv1.weights"].Edit()[1] += 1;
        Safetensors.Write(file, tensors);
        ExperimentTests.Edit(Path.Combine(run.Folder, "run.json"), json =>
        {
            json["weights"]![1]!["sha256"] = "other";
            json["weights"]![1]!["tensors"]!["conv1.weights"] = "other";
        });

        var difference = RunVerification.Of(Run.Open(run.Folder)).Difference!;

        Assert.Equal((12, 2, "conv1.weights"), (difference.Step, difference.Epoch, difference.Tensor));
        Assert.Equal((double)(before + 1) - before, difference.Largest);
        Assert.Equal(FormattableString.Invariant($"Epoch 2 differs; the first is step 12: step/loss was {Math.BitIncrement(loss):r}, and is {loss:r} here; after it, the first layer with other weights is conv1 (conv1.weights); the largest difference is {difference.Largest:g3}, of conv1.weights at 1: {before + 1:r} was, {before:r} is here."),
            difference.ToString());
        Assert.True(RunVerification.Of(Run.Open(run.Folder), untilEpoch: 1).IsIdentical);
    }

    [Fact]
    public void Without_weight_files_the_layer_is_known_from_its_hash()
    {
        var run = Train(WeightFiles.None);
        Edit(run, json =>
        {
            json["weights"]![0]!["sha256"] = "other";
            json["weights"]![0]!["tensors"]!["fc1.biases"] = "other";
        });
        Assert.Equal("Epoch 1 differs; after it, the first layer with other weights is fc1 (fc1.biases); the run kept no weights as files, so how much is not known.",
            RunVerification.Of(Run.Open(run.Folder)).Difference!.ToString());
    }

    [Fact]
    public void Results_edited_by_hand_are_found()
    {
        var run = Train();
        Edit(run, json => json["results"]!["validation/accuracy"] = 0.99);
        Assert.Matches(@"^Every step agrees, but run\.json has the result validation/accuracy 0\.99, and the log has 0\.\d+: it was edited\.$",
            RunVerification.Of(Run.Open(run.Folder)).Difference!.ToString());
    }

    [Fact]
    public void Changed_data_are_named_with_both_hashes()
    {
        var run = Train();
        var hash = run.Record.Data[0].Sha256;
        Edit(run, json => json["data"]![0]!["sha256"] = new string('0', 64));
        Assert.Equal($"Verify: the train images of Digits have SHA-256 {hash} here, and '{run.Folder}' was made with {new string('0', 64)}. "
            + "Get the data that the run was made with, or mend its run.json if that was edited.", Refused(run));
    }

    [Fact]
    public void A_recipe_edited_by_hand_is_refused()
    {
        var run = Train();
        Edit(run, json => json["recipe"]!["rate"] = 0.02);
        Assert.Matches(@"^Verify: the recipe in '.*run\.json' has SHA-256 [0-9a-f]{64}, and the run was made with [0-9a-f]{64}: run\.json was edited after\. Take it from a backup or from git\.$", Refused(run));
    }

    [Fact]
    public void What_cannot_be_done_again_says_why()
    {
        var run = Train();
        Assert.Equal($"Verify: epoch 3 was asked for, and '{run.Folder}' has the epochs 1 to 2. Name one of them.",
            Assert.Throws<ExperimentException>(() => RunVerification.Of(run, 3)).Message);
        Assert.StartsWith($"Verify: '{folder.File("digits")}' has no recipe in its run.json: it was logged by hand", Refused(Samples.Trained(folder)), StringComparison.Ordinal);
        Experiment.Start("empty", options: Samples.In(folder)).Finish();
        Assert.Equal($"Verify: no epoch of '{folder.File("empty")}' has ended, so there is nothing to compare. Name another run.", Refused(Run.Open(folder.File("empty"))));
    }

    [Fact]
    public void A_recipe_run_never_takes_the_place_of_another()
    {
        var run = Train();
        Assert.Equal($"Experiment: '{run.Folder}' is there already, and no run overwrites another. Name another folder, or go on with the run that is there.",
            Assert.Throws<ExperimentException>(() => Experiment.Start(run.Folder, recipe)).Message);
    }

    private Run Train(WeightFiles weights = WeightFiles.Every)
    {
        using var experiment = Experiment.Start(folder.File("run"), recipe, new() { Weights = weights });
        recipe.Prepare().Trainer.Run();
        experiment.Finish();
        return Run.Open(experiment.Folder);
    }

    private static void Edit(Run run, Action<JsonNode> edit) => ExperimentTests.Edit(Path.Combine(run.Folder, "run.json"), edit);

    private static string Refused(Run run) => Assert.Throws<ExperimentException>(() => RunVerification.Of(Run.Open(run.Folder))).Message;
}
