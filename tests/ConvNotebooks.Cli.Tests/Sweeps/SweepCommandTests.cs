namespace ConvNotebooks.Cli.Tests.Sweeps;

public sealed class SweepCommandTests
{
    [Fact]
    public async Task A_sweep_trains_in_processes_sums_up_and_goes_on_where_it_was_stopped()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "rates.json"), runs = Path.Combine(folder.Path, "runs");
        File.WriteAllText(file, """
            { "base": { "network": "INPUT 8x8x1 -> FC 10", "data": "digits", "epochs": 1, "batch": 100 }, "parameters": { "rate": [0.01, 0.001] } }
            """);

        Invocation sweep = await Invocation.Of("sweep", file, "--out", runs, "--jobs", "2");

        Assert.Equal((0, ""), (sweep.Code, sweep.Error));
        Assert.Matches(@"^2 trials, 0 finished before\.\n(trial-00[12] \(rate 0\.0?01\): test accuracy \d+\.\d%\n){2}Read the summary: .*summary\.html\n$", sweep.Output);
        Assert.All(Run.In(runs), run => Assert.Equal(RunStatus.Finished, run.Status));
        Assert.Equal([0.01, 0.001], Run.In(runs).OrderBy(r => r.Name, StringComparer.Ordinal).Select(r => r.Record.Recipe!.Value.GetProperty("rate").GetDouble()));
        Assert.Contains("trial-001", File.ReadAllText(Path.Combine(runs, "summary.ipynb")), StringComparison.Ordinal);
        Assert.Contains("data:image/png;base64,", File.ReadAllText(Path.Combine(runs, "summary.html")), StringComparison.Ordinal);

        DateTime first = File.GetLastWriteTimeUtc(Path.Combine(runs, "trial-001", "run.json"));
        Directory.Delete(Path.Combine(runs, "trial-002"), recursive: true);
        sweep = await Invocation.Of("sweep", file, "--out", runs);
        Assert.StartsWith("2 trials, 1 finished before.\ntrial-002 (rate 0.001): test accuracy", sweep.Output, StringComparison.Ordinal);
        Assert.Equal(first, File.GetLastWriteTimeUtc(Path.Combine(runs, "trial-001", "run.json")));

        File.WriteAllText(file, File.ReadAllText(file).Replace("0.01,", "0.02,", StringComparison.Ordinal));
        sweep = await Invocation.Of("sweep", file, "--out", runs);
        Assert.Equal(new Invocation(2, "", $"{Path.Combine(runs, "trial-001")}: a run of another recipe is there. Give the changed sweep another --out.\n"), sweep);
    }
}
