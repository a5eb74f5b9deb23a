using System.CommandLine;
using ConvNotebooks.Jupyter;
using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Cli.Kernels;

/// <summary><c>kernel</c>: makes this program known to Jupyter as a C# kernel, and is that kernel when Jupyter starts it.</summary>
internal sealed class KernelCommand
{
    private readonly Option<bool> user = new("--user")
    {
        Description = "In your own Jupyter folder; what happens when neither is given",
    };

    private readonly Option<string?> prefix = new("--prefix")
    {
        Description = "In an installation or a virtual environment",
        HelpName = "folder",
    };

    private readonly Option<string> name = new("--name")
    {
        Description = "The name by which notebooks ask for the kernel",
        HelpName = "name",
        DefaultValueFactory = _ => KernelSpec.DefaultName,
    };

    /// <summary>The command.</summary>
    /// <param name="screen">Where to write.</param>
    public static Command Create(Screen screen)
    {
        var places = new KernelCommand();
        var install = new TeachingCommand("install", "Write the kernelspec, so that Jupyter offers \"C# (ConvNotebooks)\".", """
            Examples:
              convnotebooks kernel install
              convnotebooks kernel install --prefix .venv --name csharp
            """)
        {
            places.user, places.prefix, places.name,
        };
        install.SetAction(arguments => Try(() =>
        {
            Install(screen, places.Folder(arguments), arguments.GetValue(places.name)!);
        }));
        var uninstall = new TeachingCommand("uninstall", "Remove the kernelspec.", """
            Example:
              convnotebooks kernel uninstall
            """)
        {
            places.user, places.prefix, places.name,
        };
        uninstall.SetAction(arguments => Try(() =>
        {
            KernelSpec.Uninstall(places.Folder(arguments), arguments.GetValue(places.name)!);
            screen.Output.WriteLine($"Removed {arguments.GetValue(places.name)}");
        }));
        var list = new TeachingCommand("list", "Show where this kernel is installed, and what Jupyter starts.", """
            Example:
              convnotebooks kernel list
            """)
        {
            places.user, places.prefix,
        };
        list.SetAction(arguments => Try(() => Show(screen, places.Folder(arguments))));
        return new TeachingCommand("kernel", "Make this program a C# kernel of Jupyter.", """
            Examples:
              convnotebooks kernel install
              convnotebooks kernel list
            """)
        {
            install, uninstall, list, Run(),
        };
    }

    /// <summary>What Jupyter starts; hidden, since nobody types it.</summary>
    private static Command Run()
    {
        var connectionFile = new Option<string>("--connection-file") { Required = true };
        var run = new Command("run", "Serve one kernel.") { connectionFile };
        run.Hidden = true;
        run.SetAction(arguments => KernelProcess.Main(arguments.GetValue(connectionFile)!));
        return run;
    }

    /// <summary>Installs the kernelspec in the user's own folder, where no kernel there still starts a program that exists.</summary>
    /// <exception cref="MistakeException">The folder cannot be written.</exception>
    public static void EnsureInstalled(Screen screen)
    {
        if (!KernelSpec.List(JupyterFolders.User()).Any(spec => !IsGone(spec)))
            Try(() => Install(screen, JupyterFolders.User(), KernelSpec.DefaultName));
    }

    private static void Install(Screen screen, string folder, string name)
    {
        WorkerCommand program = WorkerCommand.OfThisProgram();
        KernelSpec spec = KernelSpec.Install(folder, [program.FileName, .. program.Arguments], name);
        screen.Output.WriteLine($"Installed {spec.Name} in {spec.Folder}");
    }

    /// <summary>True when a file that the kernel is started with is no more: a clone or a tool that was removed.</summary>
    private static bool IsGone(KernelSpec spec) => spec.Command.Any(part => Path.IsPathRooted(part) && !File.Exists(part));

    private static void Show(Screen screen, string folder)
    {
        IReadOnlyList<KernelSpec> specs = KernelSpec.List(folder);
        if (specs.Count == 0)
            screen.Output.WriteLine($"None in {folder}. Run `convnotebooks kernel install`.");
        foreach (KernelSpec spec in specs)
        {
            screen.Output.WriteLine($"{spec.Name}  {spec.Folder}  {string.Join(' ', spec.Command)}{(IsGone(spec) ? "  (gone: install it again)" : "")}");
        }
    }

    private static int Try(Action action)
    {
        try
        {
            action();
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is KernelSpecException or IOException or UnauthorizedAccessException)
        {
            throw new MistakeException(e.Message);
        }
    }

    private string Folder(ParseResult arguments)
    {
        string? chosen = arguments.GetValue(prefix);
        if (chosen is not null && arguments.GetValue(user))
            throw new MistakeException("convnotebooks kernel: --user and --prefix came together; needed one of them. Leave one out.");
        return chosen is null ? JupyterFolders.User() : JupyterFolders.OfPrefix(chosen);
    }
}
