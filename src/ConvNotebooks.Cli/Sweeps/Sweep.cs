using System.Diagnostics;
using System.Globalization;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Cli.Sweeps;

/// <summary>The trials of a sweep, each trained by a process of its own.</summary>
/// <param name="trials">The trials.</param>
/// <param name="folder">Where their folders go.</param>
/// <param name="jobs">How many train at a time.</param>
/// <param name="screen">Where to write.</param>
/// <param name="worker">How this program is started again.</param>
internal sealed class Sweep(IReadOnlyList<SweepTrial> trials, string folder, int jobs, Screen screen, WorkerCommand worker)
{
    private readonly Lock gate = new();

    /// <summary>Trains what is not finished, then writes the summary.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        SweepTrial[] left = [.. trials.Where(trial => !IsFinished(trial))];
        screen.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{trials.Count} trials, {trials.Count - left.Length} finished before."));
        int failed = 0;
        await Parallel.ForEachAsync(left, new ParallelOptions { MaxDegreeOfParallelism = jobs }, async (trial, _) =>
        {
            if (cancellation.IsCancellationRequested || await TrainAsync(trial, cancellation).ConfigureAwait(false) != ExitCode.Ok)
                Interlocked.Increment(ref failed);
        }).ConfigureAwait(false);
        if (cancellation.IsCancellationRequested)
        {
            screen.Output.WriteLine("Stopped. Call the same command again to go on.");
            return ExitCode.Failure;
        }

        bool summed = await SweepSummary.WriteAsync(folder, trials, worker, screen, cancellation).ConfigureAwait(false);
        return failed == 0 && summed ? ExitCode.Ok : ExitCode.Failure;
    }

    private string FolderOf(SweepTrial trial) => Path.Combine(folder, trial.Name);

    private bool IsFinished(SweepTrial trial)
    {
        if (!File.Exists(Path.Combine(FolderOf(trial), "run.json")))
            return false;
        Run run = Run.Open(FolderOf(trial));
        string? was = run.Record.Recipe is { } recipe ? (TrainingRecipe.FromJson(recipe.GetRawText()) with { DataSha256 = null }).ToJson() : null;
        if (was != (trial.Recipe with { DataSha256 = null }).ToJson())
            throw new MistakeException($"{FolderOf(trial)}: a run of another recipe is there. Give the changed sweep another --out.");
        return run.Status == RunStatus.Finished;
    }

    private async Task<int> TrainAsync(SweepTrial trial, CancellationToken cancellation)
    {
        string run = FolderOf(trial), recipe = Path.Combine(folder, $"{trial.Name}.recipe.json");
        string[] how = ["--resume"];
        if (!File.Exists(Path.Combine(run, "recipe.json")))
        {
            Directory.CreateDirectory(folder);
            trial.Recipe.Save(recipe);
            how = ["--recipe", recipe];
        }

        var start = new ProcessStartInfo(worker.FileName,
            [.. worker.Arguments.SkipLast(1), "train", "--out", run, .. how, "--weights", "last", .. jobs > 1 ? ["--threads", "1"] : Array.Empty<string>()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None), error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A killed run stays readable up to its last line, and goes on from its last checkpoint.
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        string problem = await error.ConfigureAwait(false);
        await output.ConfigureAwait(false);
        File.Delete(recipe);
        lock (gate)
        {
            screen.Output.WriteLine($"{trial.Name} ({string.Join(", ", trial.Chosen.Select(c => $"{c.Key} {c.Value}"))}): {Outcome(run, process.ExitCode)}");
            if (process.ExitCode != ExitCode.Ok)
                screen.Error.Write(problem);
        }

        return process.ExitCode;
    }

    private static string Outcome(string run, int code)
    {
        if (code != ExitCode.Ok || !File.Exists(Path.Combine(run, "run.json")))
            return "failed";
        return string.Create(CultureInfo.InvariantCulture, $"test accuracy {Run.Open(run).Record.Results["test/accuracy"]:0.0%}");
    }
}
