namespace ConvNotebooks.Tests.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Network network = Network.Parse("INPUT 8x8x1 -> CONV 2 3x3 -> RELU -> FC 3");
    private readonly Adam optimizer = new(0.01);
    private readonly SeededRandom random = new(5, 6);
    private readonly LearnedTensor[] tensors;

    public CheckpointTests()
    {
        tensors = [.. NetworkWeights.Of(network).Select(pair => new LearnedTensor(pair.Key, pair.Value, pair.Value.Clone()))];
        optimizer.Step(tensors);
        random.NextBits();
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_saved_is_loaded()
    {
        Now(figures: new() { ["best loss"] = 0.25, ["worst"] = double.NaN, ["far"] = double.PositiveInfinity }).Save(Path);
        var loaded = Checkpoint.Load(Path);
        Assert.Equal(("INPUT 8x8x1 -> CONV 2 3x3 -> RELU -> FC 3", "Adam", 1L, 4, 7), (loaded.State.Network, loaded.State.Optimizer, loaded.State.Steps, loaded.State.Epoch, loaded.State.Batch));
        Assert.Equal((ulong.MaxValue, "abc", "0.01"), (loaded.State.Seed, loaded.State.Data, loaded.State.Hyperparameters["learning rate"]));
        Assert.Equal((0.25, double.NaN, double.PositiveInfinity), (loaded.State.Figures["best loss"], loaded.State.Figures["worst"], loaded.State.Figures["far"]));
        Assert.Equal(random.NextBits(), loaded.State.Random!.Value.Generator().NextBits());
        Assert.Equal(Hashes(NetworkWeights.Of(network)), Hashes(loaded.Weights));
        Assert.Equal(Hashes(optimizer.State), Hashes(loaded.OptimizerState));
        Assert.Equal([Path], Directory.GetFileSystemEntries(folder.Path));
        Assert.Equal(["optimizer.safetensors", "state.json", "weights.safetensors"], Directory.GetFiles(Path).Select(System.IO.Path.GetFileName).Order());
    }

    [Fact]
    public void A_resumed_run_goes_on_with_the_same_bits()
    {
        Now().Save(Path);
        var other = Network.Parse(network.Notation, seed: 99);
        var loaded = Checkpoint.Load(Path);
        NetworkWeights.Set(other, loaded.Weights);
        var resumed = new Adam(0.01);
        LearnedTensor[] others = [.. NetworkWeights.Of(other).Select(pair => new LearnedTensor(pair.Key, pair.Value, pair.Value.Clone()))];
        foreach (var (mine, theirs) in others.Zip(tensors))
            theirs.Gradient.Values.CopyTo(mine.Gradient.Edit());
        resumed.Restore(loaded.State.Steps, others, loaded.OptimizerState);
        for (var step = 0; step < 3; step++)
        {
            optimizer.Step(tensors);
            resumed.Step(others);
        }

        Assert.Equal(NetworkWeights.Hash(network), NetworkWeights.Hash(other));
    }

    [Fact]
    public void A_later_checkpoint_replaces_an_earlier_one()
    {
        Now().Save(Path);
        optimizer.Step(tensors);
        Now().Save(Path);
        Assert.Equal(2, Checkpoint.Load(Path).State.Steps);
        Assert.Equal([Path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_save_cut_off_between_its_moves_leaves_the_earlier_one()
    {
        Now().Save(Path);
        Directory.Move(Path, Path + ".old");
        Assert.Equal(1, Checkpoint.Load(Path).State.Steps);
        optimizer.Step(tensors);
        Now().Save(Path);
        Assert.Equal(2, Checkpoint.Load(Path).State.Steps);
        Assert.Equal([Path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_folder_that_is_no_checkpoint_is_not_replaced()
    {
        folder.Write("run/mine.txt", 1);
        Assert.Equal($"Checkpoint: '{Path}' is a folder without state.json, and would be replaced. Name a folder that is new or a checkpoint.",
            Assert.Throws<IOException>(() => Now().Save(Path)).Message);
        Assert.Equal([folder.File("run/mine.txt")], Directory.GetFiles(Path));
    }

    [Fact]
    public void A_missing_file_is_named() => Assert.Equal($"Checkpoint: '{Path}' has no state.json. Name the folder of a checkpoint.",
        Assert.Throws<CheckpointException>(() => Checkpoint.Load(Path)).Message);

    [Fact]
    public void Files_of_two_checkpoints_are_not_mixed()
    {
        Now().Save(Path);
        optimizer.Step(tensors);
        Now().Save(folder.File("later"));
        File.Copy(folder.File("later/weights.safetensors"), folder.File("run/weights.safetensors"), overwrite: true);
        Assert.Equal($"Checkpoint: '{folder.File("run/weights.safetensors")}' is not the file that was saved with state.json. Resume from another checkpoint.",
            Assert.Throws<CheckpointException>(() => Checkpoint.Load(Path)).Message);
    }

    [Theory]
    [InlineData("", "is not the JSON of a state (")]
    [InlineData("{}", "is not the JSON of a state (")]
    [InlineData("null", "has format , and this version reads 1. Use the version that saved it.")]
    [InlineData("""{"format":1,"state":null,"files":{}}""", "is not the JSON of a state (")]
    [InlineData("""{"format":2,STATE,"files":{}}""", "has format 2, and this version reads 1. Use the version that saved it.")]
    [InlineData("""{"format":1,STATE,"files":{}}""", "has steps, epoch or batch below 0. Resume from another checkpoint.")]
    public void A_damaged_state_is_named(string json, string problem)
    {
        Now().Save(Path);
        File.WriteAllText(folder.File("run/state.json"), json.Replace("STATE", """
            "state":{"network":"","optimizer":"","hyperparameters":{},"data":"","seed":1,"steps":-1,"epoch":0,"batch":0}
            """, StringComparison.Ordinal));
        Assert.StartsWith($"Checkpoint: '{folder.File("run/state.json")}' {problem}",
            Assert.Throws<CheckpointException>(() => Checkpoint.Load(Path)).Message, StringComparison.Ordinal);
    }

    /// <summary>1,000 damaged states: each is read or refused with a CheckpointException.</summary>
    [Fact]
    public void Damaged_states_do_not_crash()
    {
        Now().Save(Path);
        var sound = File.ReadAllBytes(folder.File("run/state.json"));
        const int seed = 21;
        var chance = new Random(seed);
        for (var round = 0; round < 1000; round++)
        {
            var damaged = sound.ToArray();
            for (var change = chance.Next(1, 4); change > 0; change--)
                damaged[chance.Next(damaged.Length)] = (byte)"0123456789-,:{}[]\"\0\xff"[chance.Next(20)];
            File.WriteAllBytes(folder.File("run/state.json"), chance.Next(4) == 0 ? damaged[..chance.Next(damaged.Length)] : damaged);
            try
            {
                Checkpoint.Load(Path);
            }
            catch (CheckpointException)
            {
                // The only exception there may be.
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {round}: {e}");
            }
        }
    }

    private string Path => folder.File("run");

    private Checkpoint Now(Dictionary<string, double>? figures = null) => new(new TrainingState
    {
        Network = network.Notation,
        Optimizer = optimizer.GetType().Name,
        Hyperparameters = TrainingState.HyperparametersOf(optimizer),
        Data = "abc",
        Seed = ulong.MaxValue,
        Steps = optimizer.Steps,
        Epoch = 4,
        Batch = 7,
        Random = RandomState.Of(random),
        Figures = figures ?? [],
    }, NetworkWeights.Of(network), optimizer.State);

    private static IEnumerable<(string, string)> Hashes(IReadOnlyDictionary<string, Tensor> tensors) =>
        tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value.Hash()));
}
