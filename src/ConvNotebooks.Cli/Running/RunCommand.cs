using System.CommandLine;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Cli.Running;

/// <summary><c>run</c>: executes notebooks headlessly, each in a worker process, and writes notebooks, pages and an index.</summary>
internal sealed class RunCommand
{
    private const double LongestLimit = 1_000_000;
    private const int MostJobs = 64;

    private readonly Argument<string[]> paths = new("notebooks")
    {
        Description = "Notebooks (.ipynb, .dib), and folders to search for them",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> output = new("--out")
    {
        Description = "Where executed notebooks, their pages and index.html go",
        HelpName = "folder",
        DefaultValueFactory = _ => "artifacts/notebooks",
    };

    private readonly Option<string[]> parameters = new("--parameters")
    {
        Description = "Values that replace the ones in the cell tagged parameters",
        HelpName = "name=value ...",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<double?> timeout = NumberOption.Of<double>("--timeout", "seconds",
        "a number of seconds above 0, such as 60", "How long a cell may run; as long as it wants when left out",
        seconds => seconds is > 0 and <= LongestLimit);

    private readonly Option<int?> jobs = NumberOption.Of<int>("--jobs", "number", $"a whole number from 1 to {MostJobs}",
        "How many notebooks run at a time; one when left out", number => number is >= 1 and <= MostJobs);

    private readonly Option<bool> inPlace = new("--in-place")
    {
        Description = "Store a notebook that succeeded in its own file too",
    };

    private readonly Option<bool> check = new("--check")
    {
        Description = "Fail when outputs differ from those stored in the notebook, and list the differences",
    };

    /// <summary>The command.</summary>
    /// <param name="screen">Where to write.</param>
    /// <param name="worker">How a worker process is started.</param>
    public static Command Create(Screen screen, WorkerCommand worker)
    {
        var run = new RunCommand();
        var command = new TeachingCommand("run", "Execute notebooks, each in a process of its own, and write pages to read.", """
            Examples:
              convnotebooks run notebooks
              convnotebooks run notebooks/01-layers-and-volumes.ipynb --parameters seed=7 filters=6 --out out
              convnotebooks run notebooks --timeout 60 --check
              convnotebooks run notebooks --in-place

            A notebook that fails does not keep the others from running.
            Exit codes: 0 every notebook ran   1 a notebook failed, or differs in a check   2 nothing could be run
            """)
        {
            run.paths, run.output, run.parameters, run.timeout, run.jobs, run.inPlace, run.check,
        };
        command.SetAction((arguments, cancellation) =>
            new NotebookRun(run.Read(arguments), screen, worker).ExecuteAsync(cancellation));
        return command;
    }

    private RunRequest Read(ParseResult arguments)
    {
        try
        {
            IReadOnlyList<Notebooks.Parameter> values =
                [.. (arguments.GetValue(parameters) ?? []).Select(Notebooks.Parameter.Parse)];
            bool storing = arguments.GetValue(inPlace);
            bool checking = arguments.GetValue(check);
            if (checking && (storing || values.Count > 0))
            {
                throw new MistakeException($"--check compares a notebook with what it stores, so it does not go with "
                    + $"{(storing ? "--in-place" : "--parameters")}. Leave one of them out.");
            }

            if (storing && values.Count > 0)
            {
                throw new MistakeException("--in-place would store the values of --parameters in the notebook. "
                    + "Leave one of them out.");
            }

            string folder = arguments.GetRequiredValue(output);
            IReadOnlyList<NotebookFile> files = Inputs(arguments.GetRequiredValue(paths), folder);
            if ((storing || checking) && files.FirstOrDefault(file => file.Path.EndsWith(".dib", StringComparison.OrdinalIgnoreCase)) is { } dib)
            {
                throw new MistakeException($"{dib.RelativePath}: a .dib file keeps no outputs, so {(storing ? "--in-place" : "--check")} "
                    + "has nothing to do with it. Leave it out, or convert it first: convnotebooks convert.");
            }

            return new RunRequest(
                files, NotebookFiles.Targets(files, folder), folder, values,
                arguments.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                storing, checking, arguments.GetValue(jobs) ?? 1);
        }
        catch (NotebookRunException e)
        {
            throw new MistakeException(e.Message);
        }
    }

    /// <summary>The notebooks to run: what an earlier run left in the output folder is an input only where it is named.</summary>
    private static IReadOnlyList<NotebookFile> Inputs(string[] paths, string output)
    {
        IReadOnlyList<NotebookFile> found = NotebookFiles.Find(paths);
        HashSet<string> named = [.. paths.Select(Path.GetFullPath)];
        string results = Path.GetFullPath(output) + Path.DirectorySeparatorChar;
        NotebookFile[] inputs = [.. found.Where(file =>
            named.Contains(file.Path) || !file.Path.StartsWith(results, StringComparison.Ordinal))];
        return inputs.Length > 0 ? inputs : found;
    }
}
