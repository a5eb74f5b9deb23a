namespace ConvNotebooks.Cli.Tests.Runs;

/// <summary>A run from the command line: trained, looked at, compared, exported, done again.</summary>
[Collection(Experiments.Name)]
public sealed class RunsCommandTests
{
    [Fact]
    public async Task A_trained_run_is_listed_shown_compared_exported_and_verified()
    {
        using var folder = new TemporaryFolder();
        string runs = Path.Combine(folder.Path, "runs"), a = Path.Combine(runs, "a"), b = Path.Combine(runs, "b");
        Assert.Equal(0, (await Train(a)).Code);
        Assert.Equal(0, (await Train(b, "--seed", "5", "--weights", "none", "--tensorboard")).Code);
        Assert.Single(Directory.GetFiles(b, "events.out.tfevents.*"));
        Assert.False(Directory.Exists(Path.Combine(b, "weights")));

        Invocation list = await Invocation.Of("runs", "list", runs);
        Assert.Equal((0, ""), (list.Code, list.Error));
        Assert.Matches(@"(?s)run +state +began.*\n *a +finished .*\n *b +finished ", list.Output);

        Invocation show = await Invocation.Of("runs", "show", a, "--html", Path.Combine(folder.Path, "a.html"));
        Assert.Contains("Run a: finished\nnetwork           INPUT 8x8x1 -> FC 10\n", show.Output, StringComparison.Ordinal);
        Assert.Contains("test/accuracy", show.Output, StringComparison.Ordinal);
        Assert.Matches(@"threads: \d+\.\n", show.Output);
        Assert.Contains("<img alt=\"Accuracy\" src=\"data:image/png;base64,", File.ReadAllText(Path.Combine(folder.Path, "a.html")), StringComparison.Ordinal);

        Invocation compare = await Invocation.Of("runs", "compare", runs, "--out", Path.Combine(folder.Path, "cmp"));
        Assert.Contains("seed              231                ", compare.Output, StringComparison.Ordinal);
        Assert.Equal(["accuracy.png", "comparison.html", "loss.png", "validation-accuracy.png", "validation-loss.png", "validation-top5.png"],
            Directory.GetFiles(Path.Combine(folder.Path, "cmp")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        string csv = Path.Combine(folder.Path, "a.csv");
        Assert.Equal(new Invocation(0, $"{csv}\n", ""), await Invocation.Of("runs", "export", a, "--to", "csv", "--out", csv));
        Assert.StartsWith("step,epoch,name,value\n1,1,step/loss,", File.ReadAllText(csv), StringComparison.Ordinal);
        Assert.Equal(0, (await Invocation.Of("runs", "export", a, "--to", "tensorboard")).Code);
        Assert.Single(Directory.GetFiles(Path.Combine(a, "tensorboard")));

        Invocation verify = await Invocation.Of("runs", "verify", a);
        Assert.Equal(0, verify.Code);
        Assert.StartsWith("a: 2 epochs, 24 steps, done again: identical to the bit.\n", verify.Output, StringComparison.Ordinal);
        string log = Path.Combine(a, "metrics.jsonl");
        File.WriteAllText(log, File.ReadAllText(log).Replace("\"step/loss\":2", "\"step/loss\":3", StringComparison.Ordinal));
        verify = await Invocation.Of("runs", "verify", a, "--until-epoch", "1");
        Assert.Equal(1, verify.Code);
        Assert.Contains("Epoch 1 differs; the first is step 1: step/loss was 3.", verify.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_run_goes_on_in_its_folder_and_verifies()
    {
        using var folder = new TemporaryFolder();
        string a = Path.Combine(folder.Path, "a");
        await Train(a);
        Invocation resumed = await Invocation.Of("train", "--out", a, "--resume", "--epochs", "3");
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        Invocation verify = await Invocation.Of("runs", "verify", a);
        Assert.StartsWith("a: 3 epochs, 36 steps, done again: identical to the bit.\n", verify.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_by_Winograd_is_recorded_as_one_goes_on_and_verifies()
    {
        using var folder = new TemporaryFolder();
        string a = Path.Combine(folder.Path, "a");
        Invocation train = await Invocation.Of("train", "--net", "INPUT 8x8x1 -> [CONV 32 3x3 p1 -> RELU]*2 -> POOL 2 -> FC 10", "--data", "digits",
            "--epochs", "1", "--batch", "100", "--algorithm", "winograd", "--out", a);
        Assert.Equal((0, ""), (train.Code, train.Error));
        Assert.Contains("\"algorithm\": \"winograd\"", File.ReadAllText(Path.Combine(a, "recipe.json")), StringComparison.Ordinal);

        Invocation other = await Invocation.Of("train", "--out", a, "--resume", "--epochs", "2", "--algorithm", "direct");
        Assert.Equal((2, $"--resume: algorithm \"direct\" came, and the run in {a} has \"winograd\". Leave that option out, or begin a run in another folder.\n"),
            (other.Code, other.Error));
        Assert.Equal(0, (await Invocation.Of("train", "--out", a, "--resume", "--epochs", "2")).Code);
        Invocation verify = await Invocation.Of("runs", "verify", a);
        Assert.StartsWith("a: 2 epochs, 30 steps, done again: identical to the bit.\n", verify.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Run: there is no 'nowhere/run.json'. Name the folder of a run, which holds run.json.\n", "verify", "nowhere")]
    [InlineData("Run: there is no folder 'nowhere'. Name the folder that runs were logged to.\n", "list", "nowhere")]
    [InlineData("Run: there is no folder 'nowhere'. Name the folder that runs were logged to.\n", "compare", "nowhere")]
    public async Task What_is_not_there_is_the_users_mistake(string message, params string[] args) =>
        Assert.Equal(new Invocation(2, "", message), await Invocation.Of(["runs", .. args]));

    private static Task<Invocation> Train(string folder, params string[] more) => Invocation.Of(
        ["train", "--net", "INPUT 8x8x1 -> FC 10", "--data", "digits", "--epochs", "2", "--batch", "100", "--validation", "0.2", "--out", folder, .. more]);
}

/// <summary>Tests that log runs in this process: a trainer of another test would log into them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Experiments
{
    public const string Name = "experiments";
}
