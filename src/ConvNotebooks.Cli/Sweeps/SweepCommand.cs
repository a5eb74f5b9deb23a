using System.CommandLine;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Cli.Sweeps;

/// <summary><c>sweep</c>: trains the recipes of a specification in parallel processes, a run folder each, and sums up.</summary>
internal static class SweepCommand
{
    private const int MostJobs = 64;

    /// <summary>The command.</summary>
    /// <param name="screen">Where to write.</param>
    /// <param name="worker">How a worker process is started.</param>
    public static Command Create(Screen screen, WorkerCommand worker)
    {
        var file = new Argument<string>("specification") { Description = "A sweep.json: a base recipe and values for any of its members" };
        var output = new Option<string?>("--out") { Description = "Where the runs and summary.ipynb go; runs/ and the file's name when left out", HelpName = "folder" };
        Option<int?> jobs = NumberOption.Of<int>("--jobs", "number", $"a whole number from 1 to {MostJobs}", "How many runs train at a time, one thread each when more than one [1]", n => n is >= 1 and <= MostJobs);
        var command = new TeachingCommand("sweep", "Train a grid or a random choice of recipes in parallel, and compare them.", """
            Example of a sweep.json; without "trials" it is the grid of all lists:
              { "base": { "network": "INPUT 8x8x1 -> FC 10", "data": "digits", "epochs": 5 },
                "parameters": { "rate": { "min": 0.0001, "max": 0.1, "scale": "log" }, "batch": [32, 64] },
                "trials": 10, "seed": 1 }

            Called again after an interruption it goes on: finished runs are kept, stopped ones resumed.
            Exit codes: 0 all trained   1 a run failed, or stopped   2 the specification cannot be used
            """)
        {
            file, output, jobs,
        };
        command.SetAction((arguments, cancellation) => Mistakes.WordAsync(() =>
        {
            string path = arguments.GetRequiredValue(file);
            return new Sweep(
                SweepSpecification.Parse(Read(path), path).Trials(),
                arguments.GetValue(output) ?? Path.Combine(new ExperimentOptions().Folder, Path.GetFileNameWithoutExtension(path)),
                arguments.GetValue(jobs) ?? 1, screen, worker).RunAsync(cancellation);
        }));
        return command;
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MistakeException($"{path}: it cannot be read ({e.Message.TrimEnd('.')}). Check the path.");
        }
    }
}
