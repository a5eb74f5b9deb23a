using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using ConvNotebooks.Jupyter;

namespace ConvNotebooks.Cli.Kernels;

/// <summary><c>lab</c>: opens notebooks in the Jupyter of this machine, with this program as their C# kernel.</summary>
internal static class LabCommand
{
    /// <summary>The front-ends looked for, the first found is opened.</summary>
    private static readonly string[] FrontEnds = ["jupyter-lab", "jupyter-notebook"];

    /// <summary>The command.</summary>
    /// <param name="screen">Where to write.</param>
    public static Command Create(Screen screen)
    {
        var folder = new Argument<string?>("folder")
        {
            Description = "What to open: a folder or a notebook; \"notebooks\" where there is one, else the current folder",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var options = new Argument<string[]>("options")
        {
            Description = "Passed on to Jupyter, after --, such as --no-browser",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var lab = new TeachingCommand("lab", "Open notebooks in Jupyter, with this program as their C# kernel.", """
            Examples:
              convnotebooks lab
              convnotebooks lab notebooks -- --no-browser

            JupyterLab is opened where it is installed, else the classic notebook.
            """)
        {
            folder, options,
        };
        lab.SetAction(arguments => Open(screen, arguments.GetValue(folder) ?? Usual(), arguments.GetValue(options) ?? []));
        return lab;
    }

    private static string Usual() => Directory.Exists("notebooks") ? "notebooks" : ".";

    private static int Open(Screen screen, string what, string[] options)
    {
        if (!Path.Exists(what))
            throw new MistakeException($"convnotebooks lab: there is no {what}. Give a folder or a notebook that exists.");
        string program = FrontEnds.Select(OnPath).FirstOrDefault(found => found is not null)
            ?? throw new MistakeException($"""
                convnotebooks lab: no {string.Join(" and no ", FrontEnds)} on the PATH. Install one of them, then run this again:
                  pip install jupyterlab                         where you have Python
                  sudo apt-get install jupyter-notebook          on Debian and Ubuntu
                  conda install -c conda-forge jupyterlab        with conda
                Without Jupyter, `convnotebooks run {what}` executes notebooks and writes pages to read.
                """.ReplaceLineEndings("\n"));
        KernelCommand.EnsureInstalled(screen);
        screen.Output.WriteLine($"Opening {what} with {program}; Ctrl-C ends it.");
        // Ctrl-C is for Jupyter, which asks before it ends; this program waits for it.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        try
        {
            using Process jupyter = Process.Start(new ProcessStartInfo(program, [what, .. options]))!;
            jupyter.WaitForExit();
            return jupyter.ExitCode == 0 ? ExitCode.Ok : ExitCode.Failure;
        }
        catch (Win32Exception e)
        {
            throw new MistakeException($"convnotebooks lab: {program} could not be started ({e.Message}). Mend that installation.");
        }
    }

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program))
        .FirstOrDefault(File.Exists);
}
