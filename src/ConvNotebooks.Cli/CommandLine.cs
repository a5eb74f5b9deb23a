using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;
using ConvNotebooks.Cli.Converting;
using ConvNotebooks.Cli.Describing;
using ConvNotebooks.Cli.Kernels;
using ConvNotebooks.Cli.Running;
using ConvNotebooks.Cli.Runs;
using ConvNotebooks.Cli.Sweeps;
using ConvNotebooks.Cli.Training;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Cli;

/// <summary>The command <c>convnotebooks</c>: reads the arguments, runs what they ask for, and words what went wrong.</summary>
/// <param name="screen">Where to write.</param>
/// <param name="worker">How a worker process is started.</param>
internal sealed class CommandLine(Screen screen, WorkerCommand worker)
{
    private const string Name = "convnotebooks";

    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(10);

    private readonly Option<bool> verbose = new("--verbose")
    {
        Description = "Show where in the program an unexpected error arose (as CONVNOTEBOOKS_DEBUG=1 does)",
        Recursive = true,
    };

    /// <summary>The version of this build.</summary>
    public static string Version { get; } =
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Runs the command.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="cancellation">Ends it, as Ctrl+C does.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(string[] args, CancellationToken cancellation = default)
    {
        ParseResult command = Root().Parse(args);
        if (command.Action is ParseErrorAction)
        {
            string path = PathOf(command.CommandResult.Command);
            screen.Error.WriteLine(CommandLineProblem.Of(command, path));
            screen.Error.WriteLine($"See {path} --help.");
            return ExitCode.Mistake;
        }

        try
        {
            return await command.InvokeAsync(new InvocationConfiguration
            {
                Output = screen.Output,
                Error = screen.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeToStop,
            }, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            screen.Error.WriteLine($"{PathOf(command.CommandResult.Command)} was stopped before it was done.");
            return ExitCode.Failure;
        }
        catch (MistakeException e)
        {
            screen.Error.WriteLine(e.Message);
            return ExitCode.Mistake;
        }
        catch (Exception e)
        {
            bool whole = command.GetValue(verbose) || Environment.GetEnvironmentVariable("CONVNOTEBOOKS_DEBUG") == "1";
            screen.Error.WriteLine(whole
                ? e.ToString()
                : $"Unexpected {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")} (--verbose shows where.)");
            return ExitCode.Failure;
        }
    }

    private TeachingCommand Root() =>
        new(Name, "Runs C# notebooks headlessly, describes convolutional networks and trains them.", """
            Examples:
              convnotebooks run notebooks
              convnotebooks describe "INPUT 32x32x3 -> CONV 12 5x5 p2 -> RELU -> POOL 2 -> FC 10"
              convnotebooks train --net "INPUT 8x8x1 -> CONV 16 3x3 p1 -> RELU -> POOL 2 -> FC 10" --data digits
              convnotebooks run --help

            Exit codes:
              0 all went well   1 a notebook or a training run failed   2 the arguments, or a file they name, cannot be used
            """)
        {
            RunCommand.Create(screen, worker),
            RunsCommand.Create(screen),
            ConvertCommand.Create(screen),
            DescribeCommand.Create(screen),
            TrainCommand.Create(screen),
            EvaluateCommand.Create(screen),
            SweepCommand.Create(screen, worker),
            KernelCommand.Create(screen),
            LabCommand.Create(screen),
            new HelpOption { Action = new TeachingHelp() },
            new VersionOption { Action = new VersionAction() },
            verbose,
        };

    private static string PathOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent
        ? $"{PathOf(parent)} {command.Name}"
        : Name;

    /// <summary>The entry assembly may be another program's: the version is this assembly's.</summary>
    private sealed class VersionAction : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"{Name} {Version}");
            return ExitCode.Ok;
        }
    }
}
