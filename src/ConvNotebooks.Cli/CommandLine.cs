using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;
using ConvNotebooks.Cli.Describing;

namespace ConvNotebooks.Cli;

/// <summary>The command <c>convnotebooks</c>: reads the arguments, runs what they ask for, and words what went wrong.</summary>
/// <param name="screen">Where to write.</param>
internal sealed class CommandLine(Screen screen)
{
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
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(string[] args)
    {
        ParseResult command = Root().Parse(args);
        if (command.Action is ParseErrorAction)
        {
            screen.Error.WriteLine(command.Errors[0].Message);
            screen.Error.WriteLine($"See {PathOf(command.CommandResult.Command)} --help.");
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
            }).ConfigureAwait(false);
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

    private TeachingRoot Root()
    {
        var root = new TeachingRoot("Runs C# notebooks headlessly and describes convolutional networks.", """
            Examples:
              convnotebooks run notebooks
              convnotebooks describe "INPUT 32x32x3 -> CONV 12 5x5 p2 -> RELU -> POOL 2 -> FC 10"
              convnotebooks run --help

            Exit codes:
              0 all went well   1 a notebook failed   2 the arguments, or a file they name, cannot be used
            """)
        {
            DescribeCommand.Create(screen),
            verbose,
        };
        root.Options.OfType<HelpOption>().Single().Action = new TeachingHelp();
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction();
        return root;
    }

    private static string PathOf(Command command) =>
        command is RootCommand ? "convnotebooks" : $"convnotebooks {command.Name}";

    /// <summary>The entry assembly may be another program's: the version is this assembly's.</summary>
    private sealed class VersionAction : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"convnotebooks {Version}");
            return ExitCode.Ok;
        }
    }
}
