using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ConvNotebooks.Interactive;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Cli.Tests.Training;

public sealed class TrainCommandTests : IDisposable
{
    private const string Net = "INPUT 8x8x1 -> CONV 16 3x3 p1 -> BN -> RELU -> POOL 2 -> DROPOUT 0.1 -> FC 10";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_run_reports_saves_and_ends_with_the_hash_that_its_evaluation_repeats()
    {
        Invocation train = await Train("--epochs", "2", "--lr", "0.005", "--augment", "crop pad=1", "--validation", "0.1", "--out", folder.File("a"));

        Assert.Equal((0, ""), (train.Code, train.Error));
        string[] lines = train.Output.TrimEnd().Split('\n');
        Assert.Equal(Net, lines[0]);
        Assert.Equal("2,762 parameters; Digits train: 1,293 images [8x8x1] of 10 classes; Adam (learning rate 0.005, beta1 0.9, beta2 0.999, epsilon 1E-08); seed 231", lines[1]);
        Assert.Matches(@"^epoch 1: loss \d\.\d{3}, accuracy \d+\.\d%; validation loss .* of 144 images \(best\); \d+\.\d s$", lines[2]);
        Assert.Equal("Digits test: 360 images [8x8x1] of 10 classes", lines[4]);
        Assert.Matches(@"^loss 0\.\d{3}, accuracy \d+\.\d%, top 5 \d+\.\d% of 360 images$", lines[5]);
        Assert.Matches(@"^  0 +35 +\d+\.\d% +\d+\.\d%   ", lines[8]);
        Assert.Matches("^weights sha256 [0-9a-f]{64}$", lines[^1]);

        Invocation evaluate = await Invocation.Of("evaluate", folder.File("a"), "--confusion");
        string[] table = evaluate.Output.TrimEnd().Split('\n');
        Assert.Equal((0, ""), (evaluate.Code, evaluate.Error));
        Assert.Equal(lines[4..^1], table[..(lines.Length - 5)]);
        Assert.Equal(lines[^1], table[^1]);
        Assert.Equal(360, table[^11..^1].Sum(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Sum(int.Parse)));
        Assert.Contains("Digits train: 1,293 images", (await Invocation.Of("evaluate", folder.File("a"), "--train")).Output);
    }

    [Fact]
    public async Task The_program_stops_at_a_signal_and_the_resumed_run_ends_with_the_same_bits()
    {
        if (OperatingSystem.IsWindows())
            return;
        // More epochs than anyone waits for, stopped after the first and whatever it does meanwhile; it goes on for two.
        string[] args = ["train", "--net", Net, "--data", "digits", "--threads", "1", "--seed", "5", "--epochs"];
        using Process process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "ConvNotebooks.Cli.dll"), .. args, "1000000", "--out", "b"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("epoch 1:", StringComparison.Ordinal))
        {
        }

        using (Process kill = Process.Start("kill", [InterruptIsIgnored() ? "-TERM" : "-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync();
        string output;
        using (var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1)))
        {
            using CancellationTokenRegistration end = limit.Token.Register(() => process.Kill());
            output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
        }

        Assert.Equal(1, process.ExitCode);
        Assert.Matches(@"Stopped after step \d+\. Go on with: convnotebooks train --out b --resume\nweights sha256 [0-9a-f]{64}\n$", output);

        int done = 1 + Regex.Count(output, "^epoch ", RegexOptions.Multiline);
        string epochs = (done + 2).ToString(CultureInfo.InvariantCulture);
        Invocation resumed = await Invocation.OfProcess(folder.Path, "train", "--out", "b", "--resume", "--epochs", epochs);
        Invocation whole = await Invocation.OfProcess(folder.Path, [.. args, epochs]);
        Assert.DoesNotContain("epoch 1:", resumed.Output);
        Assert.Equal((0, LastLine(whole)), (resumed.Code, LastLine(resumed)));
    }

    /// <summary>What a shell starts in the background inherits that interrupts are ignored.</summary>
    private static bool InterruptIsIgnored()
    {
        const string Status = "/proc/self/status", Ignored = "SigIgn:";
        return File.Exists(Status) && File.ReadLines(Status).First(line => line.StartsWith(Ignored, StringComparison.Ordinal)) is var line
            && (ulong.Parse(line[Ignored.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 2) != 0;
    }

    [Fact]
    public async Task An_evaluation_that_is_stopped_says_so()
    {
        await Train("--epochs", "1", "--out", folder.File("a"));
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var command = new CommandLine(new Screen(output, error, isTerminal: false), new WorkerCommand("none", []));

        int code = await command.RunAsync(["evaluate", folder.File("a")], new CancellationToken(canceled: true));

        Assert.Equal((1, "", "convnotebooks evaluate was stopped before it was done.\n"), (code, output.ToString(), error.ToString()));
    }

    [Fact]
    public async Task Images_in_folders_are_trained_on()
    {
        foreach ((string name, float level) in (IEnumerable<(string, float)>)[("dark", 0.2f), ("light", 0.8f)])
        {
            Directory.CreateDirectory(folder.File($"images/{name}"));
            for (int i = 0; i < 20; i++)
                Images.Write(folder.File($"images/{name}/{i}.png"), new SeededRandom((ulong)i).Uniform(new TensorShape(1, 3, 9, 12), level - 0.1f, level + 0.1f));
        }

        Invocation train = await Invocation.Of("train", "--net", "INPUT 6x6x3 -> CONV 4 3x3 -> RELU -> FC 2", "--data", folder.File("images"), "--epochs", "5", "--batch", "8");

        Assert.Equal((0, ""), (train.Code, train.Error));
        Assert.Contains("images train: 32 images [6x6x3] of 2 classes", train.Output);
        Assert.Contains("accuracy 100.0%, top 5 100.0% of 8 images", train.Output);
    }

    [Theory]
    [InlineData("convnotebooks train: --net is missing. Give a network and images: --net \"INPUT 8x8x1 -> FC 10\" --data digits.")]
    [InlineData("convnotebooks train: --data is missing. Give a network and images: --net \"INPUT 8x8x1 -> FC 10\" --data digits.", "--net", Net)]
    [InlineData("line 1, column 16: 'CNV' is no layer.", "--net", "INPUT 8x8x1 -> CNV 3", "--data", "digits")]
    [InlineData("TrainingRecipe: data 'digitz' came, which is no data set and no folder.", "--net", Net, "--data", "digitz")]
    [InlineData("Trainer: images of [28x28x1] come, and the network begins with [8x8x1].", "--net", Net, "--data", "fashion-mnist-subset")]
    [InlineData("--epochs: \"0\" came; it takes a whole number from 1.", "--net", Net, "--data", "digits", "--epochs", "0")]
    [InlineData("--threads: \"none\" came; it takes a whole number from 1 to 1024.", "--net", Net, "--data", "digits", "--threads", "none")]
    [InlineData("--algorithm: \"fast\" came; it takes auto, direct, winograd or reference.", "--net", Net, "--data", "digits", "--algorithm", "fast")]
    [InlineData("--resume came without --out. Name the folder of the run to go on with.", "--resume")]
    [InlineData("no/such: there is no run in it (no recipe.json). Name the --out folder of a training run.", "--out", "no/such", "--resume")]
    public async Task What_cannot_be_trained_is_the_users_mistake(string message, params string[] args)
    {
        Invocation train = await Invocation.Of(["train", .. args]);

        Assert.Equal((2, ""), (train.Code, train.Output));
        Assert.StartsWith(message, train.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_not_overwritten_and_goes_on_as_it_began()
    {
        string a = folder.File("a");
        await Train("--epochs", "1", "--out", a);

        Assert.Equal($"{a}: there is a run in it already. Add --resume to go on with it, or name another folder.\n", (await Train("--out", a)).Error);
        Assert.Equal($"--resume: rate 0.1 came, and the run in {a} has 0.001. Leave that option out, or begin a run in another folder.\n",
            (await Train("--out", a, "--lr", "0.1", "--resume")).Error);
        Invocation more = await Train("--epochs", "2", "--out", a, "--resume");
        Assert.Contains("epoch 2: ", more.Output);
        Assert.Equal(LastLine(await Train("--epochs", "2")), LastLine(more));
        Assert.Equal(LastLine(more), LastLine(await Invocation.Of("train", "--recipe", Path.Combine(a, "recipe.json"))));
    }

    [Fact]
    public async Task A_loss_that_explodes_is_a_failure_with_advice()
    {
        Invocation train = await Train("--lr", "1e30", "--optimizer", "sgd");

        Assert.Equal(1, train.Code);
        Assert.Matches(@"^Trainer: the loss is \S+ at step \d+; .*Lower the learning rate", train.Error);
    }

    [Theory]
    [InlineData("no/such: there is no run in it (no recipe.json). Name the --out folder of a training run.", "no/such")]
    public async Task What_cannot_be_evaluated_is_the_users_mistake(string message, string run) =>
        Assert.Equal(new Invocation(2, "", message + "\n"), await Invocation.Of("evaluate", run));

    private static string LastLine(Invocation invocation) => invocation.Output.TrimEnd().Split('\n')[^1];

    private static Task<Invocation> Train(params string[] args) => Invocation.Of(["train", "--net", Net, "--data", "digits", .. args]);
}
