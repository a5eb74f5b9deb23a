using ConvNotebooks.Notebooks;

namespace ConvNotebooks.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help-run", "run", "--help")]
    [InlineData("help-convert", "convert", "-h")]
    [InlineData("help-describe", "describe", "-h")]
    [InlineData("help-train", "train", "-h")]
    [InlineData("help-evaluate", "evaluate", "-h")]
    [InlineData("help-sweep", "sweep", "-h")]
    [InlineData("help-runs", "runs", "-h")]
    [InlineData("help-runs-verify", "runs", "verify", "-h")]
    [InlineData("help-kernel-install", "kernel", "install", "-h")]
    [InlineData("help-lab", "lab", "--help")]
    public async Task Help_teaches(string approved, params string[] args)
    {
        Invocation help = await Invocation.Of(args);

        Assert.Equal((0, ""), (help.Code, help.Error));
        Approved.Equal(approved, help.Output);
    }

    [Fact]
    public async Task Version_is_that_of_the_package()
    {
        Invocation version = await Invocation.OfProcess(AppContext.BaseDirectory, "--version");

        Assert.Equal((0, ""), (version.Code, version.Error));
        Assert.Matches(@"^convnotebooks \d+\.\d+\.\d+(-[a-z]+\.\d+)?\r?\n$", version.Output);
    }

    [Theory]
    [InlineData("convnotebooks: a command is missing. It has run, runs, convert, describe, train, evaluate, sweep, kernel and lab.\nSee convnotebooks --help.\n")]
    [InlineData("convnotebooks kernel: a command is missing. It has install, uninstall and list.\nSee convnotebooks kernel --help.\n", "kernel")]
    [InlineData("convnotebooks: \"descr\" is no command or option of it.\nSee convnotebooks --help.\n", "descr")]
    [InlineData("convnotebooks describe: \"--jsn\" is no command or option of it.\nSee convnotebooks describe --help.\n",
        "describe", "INPUT 1x1x1", "--jsn")]
    [InlineData("convnotebooks describe: <notation> is missing.\nSee convnotebooks describe --help.\n", "describe")]
    [InlineData("convnotebooks runs compare: <runs> is missing.\nSee convnotebooks runs compare --help.\n", "runs", "compare")]
    [InlineData("convnotebooks runs export: --to is missing.\nSee convnotebooks runs export --help.\n", "runs", "export", "a")]
    [InlineData("convnotebooks runs export: --to needs a value.\nSee convnotebooks runs export --help.\n", "runs", "export", "a", "--to")]
    [InlineData("--to: \"xml\" came; it takes csv, tensorboard, dvc or mlflow.\nSee convnotebooks runs export --help.\n", "runs", "export", "a", "--to", "xml")]
    [InlineData("convnotebooks train: --net needs a value.\nSee convnotebooks train --help.\n", "train", "--net")]
    [InlineData("convnotebooks train: --epochs needs a value.\nSee convnotebooks train --help.\n", "train", "--epochs")]
    [InlineData("convnotebooks kernel install: \"--bogus\" is no command or option of it.\nSee convnotebooks kernel install --help.\n", "kernel", "install", "--bogus")]
    public async Task A_command_line_that_cannot_be_used_is_the_users_mistake(string message, params string[] args) =>
        Assert.Equal(new Invocation(2, "", message), await Invocation.Of(args));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_unexpected_error_is_one_line_and_a_trace_only_where_asked_for(bool verbose)
    {
        using var broken = new StreamWriter(new MemoryStream(0));
        broken.Dispose();
        using var error = new StringWriter { NewLine = "\n" };
        var command = new CommandLine(new Screen(broken, error, isTerminal: false), new WorkerCommand("none", []));

        int code = await command.RunAsync(["describe", "INPUT 4x4x1 -> FC 1", "--json", .. verbose ? ["--verbose"] : Array.Empty<string>()]);

        Assert.Equal(1, code);
        Assert.StartsWith(verbose ? "System.ObjectDisposedException: " : "Unexpected ObjectDisposedException: ", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(verbose, error.ToString().Contains("   at ", StringComparison.Ordinal));
        Assert.Equal(!verbose, error.ToString().Count(c => c == '\n') == 1);
    }
}
